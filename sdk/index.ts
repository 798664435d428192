/** The typed client of flash-sale, for Node and browsers: `createClient` is where to begin. */
export { createClient, type FlashSaleClient } from './client.ts';
export { type Interval, RESAMPLED_FROM } from './comparison/interval.ts';
export { type Ranked, type Ranking, rankStrategies } from './comparison/ranking.ts';
export { type ScheduledRun, scheduleRounds } from './comparison/schedule.ts';
export {
  type ComparedRun,
  type Contestant,
  hasInterval,
  type RoundResult,
  type StrategyResult,
} from './comparison/strategy-result.ts';
export { worstVerdict } from './comparison/worst-verdict.ts';
export { FlashSaleError, type FlashSaleErrorKind, type GraphQLErrorEntry } from './error.ts';
export type { Feed } from './feed.ts';
export type { HeldBy, HoldMutations, HoldResult } from './hold.ts';
export type { Execute } from './http.ts';
export { createIdempotencyKey } from './idempotency-key.ts';
export { type CallOptions, type ClientOptions, isSendableToken, type TokenSource } from './options.ts';
export type { OrderEnd, OrderState, WaitForOrderEnd } from './order-end.ts';
export type { Purchase, PurchaseOptions, PurchaseResult } from './purchase.ts';
export type { RepeatOptions } from './repeat.ts';
export type { SaleAdminMutations, SaleAndReason } from './sale-admin.ts';
export type { StepCalls } from './steps.ts';
export type { Subscribe } from './subscriptions.ts';
export * from './types.ts';
export * from './documents.ts';
export * from '../schema/generated/enums.ts';
