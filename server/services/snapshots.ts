import type { DataSource } from 'typeorm';
import { noSuchSale } from '../domain/purchase-input.ts';
import type { SaleStats } from '../domain/stats.ts';
import { countLockWaits, createBooksReader } from '../postgres/repositories/books.ts';
import type { RedisClient } from '../redis/client.ts';
import { readFigures, type FiguresTotals } from '../redis/figures-store.ts';
import type { Gate } from '../redis/gate.ts';
import { readTotals } from './figures-reading.ts';
import type { PathGauges } from './siblings.ts';

/** Sales whose last figures are kept for when Redis is away: those that were looked at last. */
const LAST_FIGURES_MAX = 32;
const NO_FIGURES: FiguresTotals = { fields: new Map(), requestsPerSecond: 0, ordersPerSecond: 0 };

/** What a snapshot is read from. `path` gives the gauges of this server, over all its workers. */
export interface SnapshotDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly gate: Gate;
  path(): PathGauges;
}

/** A snapshot without its place in a subscription. */
export type Snapshot = Omit<SaleStats, 'sequence'>;

/**
 * Reads a sale as it is now: stock and orders in one statement of Postgres, figures and gate from Redis. While Redis is
 * away the figures stand at what was last read and its stock is null; Postgres being away is an error.
 */
export function createSnapshots(deps: SnapshotDeps): (saleId: string) => Promise<Snapshot> {
  const lastFigures = new Map<string, { epoch: number; totals: FiguresTotals }>();
  const readBooks = createBooksReader(deps.postgres);

  async function figuresOf(saleId: string, epoch: number): Promise<FiguresTotals> {
    try {
      const totals = await readFigures(deps.redis, { saleId, epoch });
      lastFigures.delete(saleId);
      lastFigures.set(saleId, { epoch, totals });
      const [oldest] = lastFigures.keys();
      if (lastFigures.size > LAST_FIGURES_MAX && oldest !== undefined) lastFigures.delete(oldest);
      return totals;
    } catch {
      const last = lastFigures.get(saleId);
      return last?.epoch === epoch
        ? { ...last.totals, requestsPerSecond: 0, ordersPerSecond: 0 }
        : NO_FIGURES;
    }
  }

  return async (saleId) => {
    const path = deps.path();
    const books = await readBooks(saleId);
    if (books === null) throw noSuchSale();
    const [totals, gate, lockWaiting] = await Promise.all([
      figuresOf(saleId, books.epoch),
      deps.gate.read(saleId, books.fence).catch(() => null),
      path.inFlight > 0 ? countLockWaits(deps.postgres) : 0,
    ]);
    const { byStrategy, latency, requests, confirmed, soldOut, rejected, failed } = readTotals(totals.fields);
    return {
      saleId,
      epoch: books.epoch,
      at: new Date(),
      stock: books.stock,
      databaseStock: books.remaining,
      redisStock: gate?.left ?? null,
      orders: books.sold,
      held: books.held,
      pooled: books.pooled,
      oversold: Math.max(0, books.sold + books.held - books.stock),
      requests,
      confirmed,
      soldOut,
      rejected,
      failed,
      requestsPerSecond: totals.requestsPerSecond,
      ordersPerSecond: totals.ordersPerSecond,
      latency,
      byStrategy,
      path: { ...path, lockWaiting },
    };
  };
}
