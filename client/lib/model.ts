import type {
  ComparedRunFieldsFragment,
  LiveAttackFieldsFragment,
  LiveAuditFieldsFragment,
  LiveHealthQuery,
  LiveOrderFieldsFragment,
  LiveQueueQuery,
  LiveRunFieldsFragment,
  LiveSaleFieldsFragment,
  LiveStatsFieldsFragment,
  LiveStrategyFieldsFragment,
  WitnessRunFieldsFragment,
} from '../../schema/generated/operations.ts';

export { isUnderWay } from '../../lab/report/comparison/under-way.ts';
export type { PurchaseStrategy, Verdict } from '../../schema/generated/enums.ts';

/** The shapes of the Live page, as its documents ask for them. */
export type Sale = LiveSaleFieldsFragment;
export type StrategyInfo = LiveStrategyFieldsFragment;
export type Health = LiveHealthQuery['health'];
export type Stats = LiveStatsFieldsFragment;
export type Audit = LiveAuditFieldsFragment;
export type Order = LiveOrderFieldsFragment;
/** A run as its card shows it. */
export type Run = LiveRunFieldsFragment;
/** A run as a queue of them shows it. */
export type QueuedRun = LiveQueueQuery['attacks'][number];
/** A run with its slices of time. */
export type RunDetail = LiveAttackFieldsFragment;
/** A run as a comparison reads it. */
export type ComparedRun = ComparedRunFieldsFragment;
/** A run with all that is known of its oversell. */
export type WitnessRun = WitnessRunFieldsFragment;
export type Witness = NonNullable<WitnessRun['audit']>['witnesses'][number];
export type Frame = RunDetail['frames'][number];

/** Behind whom a run waits: the strategy whose turn it is, and how many more come before it. */
export interface Wait {
  readonly strategy: QueuedRun['strategy'];
  /** Where that one runs; null on the same sale. */
  readonly saleId: string | null;
  readonly more: number;
}
