/** One row of a sale's ledger: who did what, and why. Rows are added with what they tell of and never changed. */
export interface LedgerEntry {
  /** Rises with time. */
  readonly id: string;
  readonly saleId: string;
  readonly epoch: number;
  readonly fence: number;
  /** What was done, as in SaleEvent. */
  readonly kind: string;
  readonly actor: string;
  readonly reason: string;
  /** What it came to, as JSON. */
  readonly detail: string;
  readonly at: Date;
}

/** One page of a ledger, newest first. */
export interface LedgerPage {
  readonly entries: readonly LedgerEntry[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}
