import type { Order } from './order.ts';
import type { NotOpen, Overloaded } from './purchase.ts';

/** HELD counts its units in `held`; the others are ends: with an order, given back by someone, given back by the clock. */
export type HoldState = 'HELD' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';

/** Units put aside for one buyer who pays meanwhile. */
export interface Hold {
  /** UUIDv7, made before the store was asked. The id of the order too, once there is one. */
  readonly id: string;
  readonly saleId: string;
  readonly epoch: number;
  readonly buyerId: string;
  readonly quantity: number;
  readonly state: HoldState;
  /** By the clock of Postgres, which alone decides: from then on the hold can't be confirmed. */
  readonly expiresAt: Date;
  readonly createdAt: Date;
  /** Null while it is HELD. */
  readonly endedAt: Date | null;
  /** Null unless it is CONFIRMED. */
  readonly orderId: string | null;
}

/** A wish to hold units, checked and bound to the sale as it stood when it arrived. */
export interface HoldRequest {
  readonly holdId: string;
  readonly saleId: string;
  readonly fence: number;
  readonly buyerId: string;
  readonly quantity: number;
  readonly seconds: number;
  /** The buyer's idempotency key; null when each request is a hold of its own. */
  readonly key: string | null;
  readonly fingerprint: string | null;
}

/** Nobody knows yet, or nobody could be asked: ask again. */
export type NotNow = { readonly kind: 'inProgress'; readonly retryAfterMs: number } | Overloaded;

/** How a wish to hold ended. `fenced` never reaches a buyer: the service asks again. */
export type HoldOutcome =
  | {
      readonly kind: 'held';
      readonly hold: Hold;
      readonly remaining: number | null;
      readonly replayed: boolean;
    }
  | { readonly kind: 'soldOut' }
  | { readonly kind: 'limitReached'; readonly limit: number }
  | NotOpen
  | { readonly kind: 'mismatch' }
  | NotNow
  | { readonly kind: 'fenced' };

/** What a buyer who wants to hold can be told. */
export type HoldAnswer = Exclude<HoldOutcome, { kind: 'fenced' }>;

/** How a confirmation ended. `ended` is definite: the hold is over without an order and will never have one. */
export type ConfirmAnswer =
  | { readonly kind: 'confirmed'; readonly order: Order; readonly replayed: boolean }
  | { readonly kind: 'ended'; readonly hold: Hold }
  | NotNow;

/** How a release ended. `ended`: it was over already, otherwise than by a release. */
export type ReleaseAnswer =
  | { readonly kind: 'released'; readonly hold: Hold }
  | { readonly kind: 'ended'; readonly hold: Hold }
  | NotNow;
