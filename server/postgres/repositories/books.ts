import type { DataSource, EntityManager } from 'typeorm';
import type { Queryable } from '../queryable.ts';
import { isUnknownEnd } from '../errors.ts';
import { allowLonger } from '../watched-client.ts';

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
  counted.sold, counted.settled, (now() - interval '5 seconds')::text AS until
FROM sales s, LATERAL (SELECT pooled_units(s.id, s.pool_moved) AS pooled) p,
  LATERAL (SELECT coalesce(sum(o.quantity), 0)::int AS sold,
             coalesce(sum(o.quantity) FILTER (WHERE o.created_at <= now() - interval '5 seconds'), 0)::int AS settled
           FROM orders o WHERE o.sale_id = s.id AND o.status <> 'CANCELLED' AND o.created_at > $2::timestamptz) counted
WHERE s.id = $1`;

/** Units of the orders up to a moment of an epoch. */
interface Counted {
  readonly epoch: number;
  /** As Postgres writes it, to the microsecond. */
  readonly until: string;
  readonly units: number;
  /** When every order of it was counted, by performance.now(). */
  readonly wholeAt: number;
}

type BooksRow = SaleBooks & { readonly settled: number; readonly until: string };

/** Null for no such sale. One statement, so that stock, holds and orders belong together. */
export async function readBooks(postgres: Queryable, saleId: string): Promise<SaleBooks | null> {
  const row = await readFrom(postgres, saleId, null);
  return row === null ? null : booksIn(row);
}

/** Sales with more units sold than this are not counted anew each time. */
export const LARGE_SALE_UNITS = 20_000;
const LARGE_SALES_MAX = 100;
const WHOLE_EVERY_MS = 60_000;

/**
 * Reads books that are wanted again and again. Of a large sale only the orders of the last seconds are counted, and what
 * was counted before is added, as long as the accounts then add up to the stock: two ways to the same number. Where they
 * don't (an order was committed late, or the books are wrong) every order is counted, and once a minute in any case: an
 * old order that was changed by hand, with the sale's row left as it was, is seen by then.
 */
export function createBooksReader(
  postgres: Queryable,
  wholeEveryMs = WHOLE_EVERY_MS,
): (saleId: string) => Promise<SaleBooks | null> {
  const known = new Map<string, Counted>();

  function remember(saleId: string, { epoch, until, settled }: BooksRow, wholeAt: number): void {
    known.delete(saleId);
    if (settled <= LARGE_SALE_UNITS) return;
    const [oldest] = known.keys();
    if (known.size >= LARGE_SALES_MAX && oldest !== undefined) known.delete(oldest);
    known.set(saleId, { epoch, until, units: settled, wholeAt });
  }

  return async (saleId) => {
    const now = performance.now();
    const before = known.get(saleId) ?? null;
    const isFresh = before !== null && now - before.wholeAt < wholeEveryMs;
    const quick = isFresh ? await readFrom(postgres, saleId, before) : null;
    const isEnough = quick !== null && quick.epoch === before?.epoch && isBalanced(quick);
    const row = isEnough ? quick : await readFrom(postgres, saleId, null);
    if (row === null) return null;
    remember(saleId, row, isEnough ? (before?.wholeAt ?? now) : now);
    return booksIn(row);
  };
}

/** Every unit is in exactly one account. */
export function isBalanced({ stock, remaining, held, sold }: SaleBooks): boolean {
  return stock === remaining + held + sold;
}

async function readFrom(
  postgres: Queryable,
  saleId: string,
  before: Counted | null,
): Promise<BooksRow | null> {
  const [row] = await postgres.query<BooksRow[]>(BOOKS, [saleId, before?.until ?? '-infinity']);
  if (row === undefined) return null;
  const units = before?.units ?? 0;
  return { ...row, sold: row.sold + units, settled: row.settled + units };
}

function booksIn({ settled: _settled, until: _until, ...books }: BooksRow): SaleBooks {
  return books;
}

// Neither is looked for where it can't be: a large sale has more orders than anybody should group for nothing.
const DUPLICATES = `WITH repeated AS (
  SELECT sum(quantity) - min(quantity) AS units FROM orders
  WHERE sale_id = $1 AND status <> 'CANCELLED' AND idempotency_key IS NOT NULL
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('orders') AND conname = 'orders_one_per_key')
  GROUP BY buyer_id, idempotency_key HAVING count(*) > 1
), greedy AS (
  SELECT sum(quantity) - (SELECT limit_per_buyer FROM sales WHERE id = $1) AS units FROM orders
  WHERE sale_id = $1 AND status <> 'CANCELLED' AND (SELECT limit_per_buyer IS NOT NULL FROM sales WHERE id = $1)
  GROUP BY buyer_id HAVING sum(quantity) > (SELECT limit_per_buyer FROM sales WHERE id = $1)
)
SELECT coalesce((SELECT sum(units) FROM repeated), 0)::int + coalesce((SELECT sum(units) FROM greedy), 0)::int AS units`;

/**
 * Units that should not have been sold to who has them: beyond the first order of one key (which the unique index
 * makes impossible unless it is gone), and beyond the limit per buyer.
 */
export async function countDuplicates(postgres: Queryable, saleId: string): Promise<number> {
  const rows = await postgres.query<{ units: number }[]>(DUPLICATES, [saleId]);
  return rows[0]?.units ?? 0;
}

/**
 * Lets reads of a large sale take longer than any purchase may. A connection that was lost with them under way is no
 * reason to have no verdict: they are made once more on another.
 */
export function withPatience<Value>(
  postgres: DataSource,
  read: (manager: EntityManager) => Promise<Value>,
): Promise<Value> {
  const ask = (): Promise<Value> =>
    postgres.transaction(async (manager) => {
      await allowLonger(manager, 60_000);
      return read(manager);
    });
  return ask().catch((error: unknown) => {
    if (!isUnknownEnd(error)) throw error;
    return ask();
  });
}

/** Backends of this database that wait for a lock right now. */
export async function countLockWaits(postgres: Queryable): Promise<number> {
  const rows = await postgres.query<{ count: number }[]>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
}
