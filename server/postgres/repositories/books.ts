import type { Queryable } from '../queryable.ts';

/** The books of a sale's running epoch, read in one snapshot. Units throughout. */
export interface SaleBooks {
  readonly epoch: number;
  readonly fence: number;
  readonly stock: number;
  /** Not sold and not held; `pooled` of them are in the pool. */
  readonly remaining: number;
  /** Units of the holds themselves, not what the sale's row says of them. */
  readonly held: number;
  readonly pooled: number;
  readonly sold: number;
  /** Units that came back in this epoch: holds that ended without an order, and stock that was added. */
  readonly returned: number;
}

const BOOKS = `SELECT s.epoch, s.fence, s.stock, p.pooled, s.remaining + p.pooled AS remaining, s.returned,
  coalesce((SELECT sum(h.quantity) FROM holds h WHERE h.sale_id = s.id AND h.state = 'HELD'), 0)::int AS held,
  coalesce((SELECT sum(o.quantity) FROM orders o WHERE o.sale_id = s.id AND o.status <> 'CANCELLED'), 0)::int AS sold
FROM sales s, LATERAL (SELECT pooled_units(s.id, s.pool_moved) AS pooled) p WHERE s.id = $1`;

/** Null for no such sale. One statement, so that stock, holds and orders belong together. */
export async function readBooks(postgres: Queryable, saleId: string): Promise<SaleBooks | null> {
  const rows = await postgres.query<SaleBooks[]>(BOOKS, [saleId]);
  return rows[0] ?? null;
}

/**
 * Units that should not have been sold to who has them: beyond the first order of one key (which the unique index
 * makes impossible unless it is gone), and beyond the limit per buyer.
 */
export async function countDuplicates(postgres: Queryable, saleId: string): Promise<number> {
  const rows = await postgres.query<{ units: number }[]>(
    `WITH live AS (SELECT o.*, s.limit_per_buyer FROM orders o JOIN sales s ON s.id = o.sale_id WHERE o.sale_id = $1 AND o.status <> 'CANCELLED'),
     repeated AS (SELECT sum(quantity) - min(quantity) AS units FROM live WHERE idempotency_key IS NOT NULL
                  GROUP BY buyer_id, idempotency_key HAVING count(*) > 1),
     greedy AS (SELECT sum(quantity) - max(limit_per_buyer) AS units FROM live WHERE limit_per_buyer IS NOT NULL
                GROUP BY buyer_id HAVING sum(quantity) > max(limit_per_buyer))
     SELECT coalesce((SELECT sum(units) FROM repeated), 0)::int + coalesce((SELECT sum(units) FROM greedy), 0)::int AS units`,
    [saleId],
  );
  return rows[0]?.units ?? 0;
}

/** Backends of this database that wait for a lock right now. */
export async function countLockWaits(postgres: Queryable): Promise<number> {
  const rows = await postgres.query<{ count: number }[]>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
}
