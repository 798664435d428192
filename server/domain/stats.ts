import type { LatencySummary } from './histogram.ts';
import type { SpanTotal } from './spans.ts';

/** Figures of one strategy on one sale since the last reset, over all replicas. */
export interface StrategyStats {
  readonly strategy: string;
  readonly requests: number;
  readonly confirmed: number;
  readonly soldOut: number;
  readonly rejected: number;
  readonly failed: number;
  readonly latency: LatencySummary;
  /** Where the time of its purchases went. */
  readonly spans: readonly SpanTotal[];
}

/** Where purchases are right now. Pool and group figures are those of the server that answers, over all its workers. */
export interface PathStats {
  readonly inFlight: number;
  readonly poolInUse: number;
  readonly poolSize: number;
  readonly poolWaiting: number;
  readonly lockWaiting: number;
  readonly groupWaiting: number;
}

/** One coherent snapshot of a sale. Counters are totals of the epoch; rates are per second over the last second. */
export interface SaleStats {
  readonly saleId: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly at: Date;
  readonly stock: number;
  readonly databaseStock: number;
  /** Null while Redis holds no gate for this sale. */
  readonly redisStock: number | null;
  /** Units in durable orders. */
  readonly orders: number;
  readonly held: number;
  readonly pooled: number;
  readonly oversold: number;
  readonly requests: number;
  readonly confirmed: number;
  readonly soldOut: number;
  readonly rejected: number;
  readonly failed: number;
  readonly requestsPerSecond: number;
  readonly ordersPerSecond: number;
  readonly latency: LatencySummary;
  readonly byStrategy: readonly StrategyStats[];
  readonly path: PathStats;
}
