import type { Order } from './order.ts';
import type { SaleState } from './sale.ts';
import type { Spans } from './spans.ts';

/** One buyer's wish, checked, identified and bound to the sale as it stood when it arrived. */
export interface PurchaseRequest {
  /** UUIDv7: becomes the order's id, and is the reservation's id in Redis until then. */
  readonly orderId: string;
  readonly saleId: string;
  readonly epoch: number;
  readonly fence: number;
  readonly buyerId: string;
  /** Units, 1 or more. */
  readonly quantity: number;
  readonly strategy: string;
  /** The buyer's idempotency key; null when each request is a purchase of its own. */
  readonly key: string | null;
  /** The input in short, to tell a retry from another wish under the same key; null without a key. */
  readonly fingerprint: string | null;
  /** It may wait until units that are promised to others are sold or have come back; absent where it is looked at step by step. */
  readonly mayWait?: boolean;
  /** Not to be sent to Postgres any later, by performance.now(): somebody else may decide it then. Absent for no limit. */
  readonly decideBy?: number;
  /** Where its time goes; absent where nobody asks. */
  readonly spans?: Spans | undefined;
}

/**
 * How a purchase ended. Expected ends only: a surprise is thrown.
 * `pending` is a promise of an end: units are reserved, the order is written behind, and has the reservation's id then.
 * `fenced` never reaches a buyer: the sale was reset or rebuilt meanwhile, nothing was taken, and the service asks again.
 */
export type PurchaseOutcome =
  | { readonly kind: 'confirmed'; readonly order: Order; readonly remaining: number | null }
  | { readonly kind: 'replayed'; readonly order: Order }
  | { readonly kind: 'pending'; readonly reservationId: string }
  | SoldOut
  | { readonly kind: 'limitReached'; readonly limit: number }
  | NotOpen
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'inProgress'; readonly retryAfterMs: number }
  | Overloaded
  | { readonly kind: 'fenced' };

/** Nothing has happened. `tooOften`: since this buyer has asked so often, and not because there is too much to do. */
export interface Overloaded {
  readonly kind: 'overloaded';
  readonly retryAfterMs: number;
  readonly tooOften?: true;
}

/** So many units are not left. */
export interface SoldOut {
  readonly kind: 'soldOut';
}

/** The sale takes no orders now. */
export interface NotOpen {
  readonly kind: 'notOpen';
  readonly state: SaleState;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
}

/** What a buyer can be told: every outcome but the one that the service resolves itself. */
export type PurchaseAnswer = Exclude<PurchaseOutcome, { kind: 'fenced' }>;
