import type { PlacedOrder } from './sale-history.ts';

/**
 * What went wrong. LAST_UNIT: somebody else took the unit that the buyer had seen, and the buyer took it again. ERASED: a
 * buyer wrote back a number that did not know of the sale before it, and so put its units on sale once more.
 */
export type WitnessKind = 'LAST_UNIT' | 'ERASED';

/** What a buyer did. */
export type WitnessAct = 'READ' | 'CHECK' | 'WRITE' | 'COMMIT';

/** One thing that one of the two buyers did. */
export interface WitnessStep {
  /** Milliseconds since the first step. */
  readonly atMs: number;
  /** A was faster; B acted on what A had made wrong. Both may be the same buyer. */
  readonly role: 'A' | 'B';
  readonly buyerId: string;
  readonly act: WitnessAct;
  /** The same in words. */
  readonly action: string;
  /** What was read, or what stood in the stock's row afterwards; null for a check. */
  readonly value: number | null;
}

/** What the stock's row held from a moment on, ms since the first step. */
export interface StockChange {
  readonly atMs: number;
  readonly value: number;
}

/** How one unit came to be sold that was not there: two buyers, what they did, and when. */
export interface Witness {
  /** The first one beyond the stock is stock + 1. */
  readonly unit: number;
  readonly kind: WitnessKind;
  /** The strategy of B. */
  readonly strategy: string;
  readonly orderIds: readonly string[];
  /** One sentence. */
  readonly title: string;
  /** The whole of it, in a few sentences. */
  readonly explanation: string;
  /** By time. */
  readonly steps: readonly WitnessStep[];
  /** The stock's row meanwhile, the writes of others included. */
  readonly stock: readonly StockChange[];
}

/** The first order that should not have been as it was. */
export interface WrongFrom {
  readonly orderId: string;
  /** Its place in the order of the writes, from 1. */
  readonly number: number;
  /** By the clock of Postgres, ms since 1970. */
  readonly createdAtMs: number;
  readonly explanation: string;
}

/** What a history tells of an oversell. */
export interface Testimony {
  readonly witnesses: readonly Witness[];
  /** Null where no order was wrong. */
  readonly wrongFrom: WrongFrom | null;
  /** Why there are fewer witnesses than oversold units; null where there is one for each. */
  readonly witnessNote: string | null;
}

/** Nothing to tell. */
export const NO_TESTIMONY: Testimony = { witnesses: [], wrongFrom: null, witnessNote: null };

/** Two orders of which the second was made on what the first had made wrong, and the oversold unit that it explains. */
export interface Pair {
  readonly kind: WitnessKind;
  readonly unit: number;
  readonly a: Recorded;
  readonly b: Recorded;
  /** Who bought the unit: B, or, of an erased sale, whoever came later. */
  readonly buyer: PlacedOrder;
}

/** An order whose attempt was recorded. */
export type Recorded = PlacedOrder & { readonly trace: NonNullable<PlacedOrder['trace']> };
