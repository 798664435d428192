import type { Run } from '../../lib/model.ts';

/** The figures of a card; null is one that nobody knows. */
export interface RunFigures {
  /** Units in durable orders by the books; of a run under way, what its buyers have been told so far. */
  readonly filled: number | null;
  /** What there was to sell: somebody may have changed the sale's stock while the run went on. */
  readonly stock: number;
  readonly rejected: number | null;
  readonly ordersPerSecond: number | null;
  readonly requestsPerSecond: number | null;
  readonly durationMs: number | null;
}

const UNKNOWN: Omit<RunFigures, 'stock'> = {
  filled: null,
  rejected: null,
  ordersPerSecond: null,
  requestsPerSecond: null,
  durationMs: null,
};

/** What is known of a run. One that broke off before its books were read has only what was noted before: that counts for nothing. */
export function figuresOf(run: Run): RunFigures {
  if (run.audit === null && (run.state === 'FAILED' || run.startedAt === null))
    return { ...UNKNOWN, stock: run.stock };
  const { soldOut, rejected, ordersPerSecond, requestsPerSecond, durationMs } = run;
  const filled = run.audit?.sold ?? run.confirmed;
  const stock = run.audit?.stock ?? run.stock;
  return { filled, stock, rejected: soldOut + rejected, ordersPerSecond, requestsPerSecond, durationMs };
}
