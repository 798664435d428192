import type { Figure } from './figures.ts';
import type { PurchaseRequest } from './purchase.ts';

/** The end of a purchase whose buyer was answered before it, with `pending`. */
export interface LateEnd {
  readonly request: PurchaseRequest;
  /** What it counts as. */
  readonly figure: Figure;
  /** From when its units were taken until this was known to all. */
  readonly latencyMs: number;
}

/** Hears how purchases end that were answered before. Neither method throws or waits. */
export interface LateEnds {
  /** Called once for each end, by the replica that wrote it. */
  record(end: LateEnd): void;
  /** A surprise while one was written. */
  failed(error: unknown): void;
}
