/** How one purchase of an unsafe strategy went. All times are on the clock of Postgres, ms since 1970, with fractions. */
export interface AttemptTrace {
  /** When Postgres was asked for the stock, and the units it answered with. */
  readonly readAtMs: number;
  readonly readValue: number;
  /** When that answer was here, and the check passed. */
  readonly checkedAtMs: number;
  /** When Postgres changed the stock's row, and what stood in it afterwards. */
  readonly writeAtMs: number;
  readonly writeValue: number;
  /** When the answer to the commit was here: at or after the commit itself. */
  readonly committedAtMs: number;
}

/** One purchase of an unsafe strategy that became an order, as it really went: what it read, what it made of it, and when. */
export interface Attempt extends AttemptTrace {
  readonly saleId: string;
  readonly epoch: number;
  readonly orderId: string;
  readonly buyerId: string;
  readonly quantity: number;
}

/** Keeps attempts for the witness of an oversell. */
export interface AttemptLog {
  /** Never throws and never waits: what can't be kept is forgotten, and the witness says less. */
  record(attempt: Attempt): void;
}
