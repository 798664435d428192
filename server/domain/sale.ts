/** LAB sales accept any strategy and name their buyers by argument; LIVE sales accept safe strategies and signed-in buyers only. */
export type SaleMode = 'LAB' | 'LIVE';

/** What a buyer meets right now, by the clock of Postgres: its function `sale_state` is the only place that decides it. */
export type SaleState = 'SCHEDULED' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED';

/** What is sold. Prices in the currency's smallest unit. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly priceCents: number;
  readonly listPriceCents: number | null;
  /** ISO 4217, three letters. */
  readonly currency: string;
  readonly imageUrl: string | null;
}

/** A limited stock put on sale. At every commit `stock = remaining + held + sold`, but for the unsafe strategies. */
export interface Sale {
  readonly id: string;
  readonly product: Product;
  readonly mode: SaleMode;
  readonly state: SaleState;
  /** Units put on sale in this epoch. */
  readonly stock: number;
  /** Units not sold yet: the truth, moved only together with the orders that it pays for. Below zero after an unsafe strategy. */
  readonly remaining: number;
  /** Units reserved before payment. */
  readonly held: number;
  /** Of the remaining ones, those that a committed transaction moved into a pool of their own. */
  readonly pooled: number;
  /** Units one buyer may have in one epoch; null for no limit. */
  readonly limitPerBuyer: number | null;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** Milliseconds that the unsafe strategies wait between their read and their write. */
  readonly raceWindowMs: number;
  /** Rises with every reset: orders belong to the epoch they were sold in. */
  readonly epoch: number;
  /** Rises with every reset, sync and lost gate: a purchase begun under another fence is refused inside its transaction. */
  readonly fence: number;
}
