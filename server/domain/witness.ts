/**
 * What went wrong. LAST_UNIT: somebody else took the unit that the buyer had seen, and the buyer took it again. ERASED: a
 * buyer wrote back a number that did not know of the sale before it, and so put its units on sale once more.
 */
export type WitnessKind = 'LAST_UNIT' | 'ERASED';

/** One of the two, and what it did. Times are ms since the beginning of the testimony, to a microsecond. */
export interface WitnessBuyer {
  readonly orderId: string;
  readonly buyerId: string;
  readonly strategy: string;
  /** The place of its order among those of the epoch, from 1. */
  readonly number: number;
  readonly quantity: number;
  readonly readAtMs: number;
  readonly readValue: number;
  readonly checkedAtMs: number;
  readonly writeAtMs: number;
  readonly writeValue: number;
  /** When others could see the write. */
  readonly committedAtMs: number;
}

/** How one unit came to be sold that was not there. */
export interface Witness {
  /** The first one beyond the stock is stock + 1. */
  readonly unit: number;
  readonly kind: WitnessKind;
  /** Units that there were. */
  readonly stock: number;
  /** A was faster. */
  readonly a: WitnessBuyer;
  /** B acted on what A had changed meanwhile. */
  readonly b: WitnessBuyer;
  /** Who bought the unit: B, or, where a sale was erased, whoever came later. */
  readonly boughtBy: string;
}

/** What the stock's row held from a moment on, as others saw it. */
export interface StockChange {
  readonly atMs: number;
  readonly value: number;
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

/** What a history tells of an oversell. It is kept with the run, so it holds facts; steps and words are made of them. */
export interface Testimony {
  readonly witnesses: readonly Witness[];
  /** Every change of the row that one of them could have seen, ms since the first read of any of them. */
  readonly stockChanges: readonly StockChange[];
  /** Null where no order was wrong. */
  readonly wrongFrom: WrongFrom | null;
  /** Why there are fewer witnesses than oversold units; null where there is one for each. */
  readonly witnessNote: string | null;
}

/** Nothing to tell. */
export const NO_TESTIMONY: Testimony = {
  witnesses: [],
  stockChanges: [],
  wrongFrom: null,
  witnessNote: null,
};
