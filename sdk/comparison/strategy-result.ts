import type { AttackState, PurchaseStrategy, Verdict } from '../../schema/generated/enums.ts';
import { type Interval, intervalOf, median } from './interval.ts';
import { worstVerdict } from './worst-verdict.ts';

/** What a comparison reads of an attack that has ended. An `Attack` has it all. */
export interface ComparedRun {
  readonly id: string;
  readonly strategy: PurchaseStrategy;
  readonly state: AttackState;
  readonly saturated: boolean;
  readonly error: string | null;
  readonly requestsPerSecond: number;
  readonly ordersPerSecond: number;
  readonly unknown: number;
  /** Milliseconds. */
  readonly latencyCorrected: { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number };
  readonly audit: {
    readonly verdict: Verdict;
    readonly explanation: string;
    /** Units, as are those below. */
    readonly sold: number;
    readonly oversold: number;
    readonly undersold: number;
  } | null;
}

/** A strategy that takes part. A `StrategyInfo` has it all. */
export interface Contestant {
  readonly strategy: PurchaseStrategy;
  readonly title: string;
  readonly safe: boolean;
}

/** One strategy in one round. */
export interface RoundResult {
  /** From 1. */
  readonly round: number;
  readonly attackId: string;
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly sold: number;
  readonly requestsPerSecond: number;
  readonly ordersPerSecond: number;
  /** From when a request was due. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly unknown: number;
  /** Its figures say nothing about the server: the generator was the limit, or the run has no end. */
  readonly isVoid: boolean;
}

/** One strategy over all rounds. */
export interface StrategyResult extends Contestant {
  /** The worst of its rounds, void ones only where their books are wrong; INCONCLUSIVE when none counts. */
  readonly verdict: Verdict;
  /** Of the round with that verdict. */
  readonly explanation: string;
  /** Of the rounds that count towards the verdict, else of all. */
  readonly soldMin: number;
  readonly soldMax: number;
  /** Units beyond the stock in its worst round. */
  readonly oversoldMax: number;
  /** Units that buyers were refused although they were there, in its worst round. */
  readonly undersoldMax: number;
  /** Null when all rounds are void; of a single one that is not, its value thrice, which says nothing of how far it varies. */
  readonly ordersPerSecond: Interval | null;
  /** Medians of the rounds, from when a request was due; null when all are void. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly rounds: readonly RoundResult[];
}

/** Sums up the runs of one strategy, given in the order of the rounds. */
export function resultOf(contestant: Contestant, runs: readonly ComparedRun[]): StrategyResult {
  const rounds = runs.map((run, at) => roundResult(run, at + 1));
  const telling = rounds.filter(isTelling);
  const counted = rounds.filter((round) => !isEmpty(round));
  const verdict = worstVerdict(counted.map((round) => round.verdict));
  const sold = (counted.length > 0 ? counted : rounds).map((round) => round.sold);
  const middle = (of: (round: RoundResult) => number): number | null =>
    telling.length === 0 ? null : median(telling.map(of));
  const { strategy, title, safe } = contestant;
  return {
    strategy,
    title,
    safe,
    verdict,
    explanation: rounds.find((round) => round.verdict === verdict)?.explanation ?? 'All rounds are void.',
    soldMin: Math.min(...sold),
    soldMax: Math.max(...sold),
    oversoldMax: Math.max(...runs.map(({ audit }) => audit?.oversold ?? 0)),
    undersoldMax: Math.max(...runs.map(({ audit }) => audit?.undersold ?? 0)),
    ordersPerSecond: intervalOf(telling.map((round) => round.ordersPerSecond)),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    rounds,
  };
}

/** Whether its speed has an interval: a single round that tells something is none, and there is no difference to tell by it. */
export const hasInterval = ({ rounds }: Pick<StrategyResult, 'rounds'>): boolean =>
  rounds.filter(isTelling).length > 1;

const isTelling = ({ isVoid }: RoundResult): boolean => !isVoid;

/** A void round counts towards the verdict only when its books are wrong, which is no matter of load: to be exact so far proves nothing. */
const isEmpty = ({ isVoid, verdict }: RoundResult): boolean =>
  isVoid && (verdict === 'INCONCLUSIVE' || verdict === 'EXACT');

function roundResult(run: ComparedRun, round: number): RoundResult {
  const { audit, latencyCorrected: latency, requestsPerSecond, ordersPerSecond, unknown } = run;
  return {
    round,
    attackId: run.id,
    verdict: audit?.verdict ?? 'INCONCLUSIVE',
    explanation: audit?.explanation ?? run.error ?? `The attack ended as ${run.state}.`,
    sold: audit?.sold ?? 0,
    requestsPerSecond,
    ordersPerSecond,
    p50Ms: latency.p50Ms,
    p95Ms: latency.p95Ms,
    p99Ms: latency.p99Ms,
    unknown,
    isVoid: run.saturated || audit === null || run.state !== 'FINISHED',
  };
}
