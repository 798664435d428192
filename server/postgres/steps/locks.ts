import type { Queryable } from '../queryable.ts';

/** A backend that waits for a lock, and the backends that are in its way. */
export interface LockWait {
  readonly backend: number;
  readonly blockers: readonly number[];
}

/** Which of these backends wait for a lock right now. */
export async function readWaits(postgres: Queryable, backends: readonly number[]): Promise<LockWait[]> {
  const rows = await postgres.query<LockWait[]>(
    'SELECT backend, pg_blocking_pids(backend) AS blockers FROM unnest($1::int[]) AS backend',
    [backends],
  );
  return rows.filter(({ blockers }) => blockers.length > 0);
}

/** A row of pg_locks, with the names of what it is on. */
export interface HeldLock {
  readonly backend: number;
  readonly granted: boolean;
  /** "relation", "tuple", "page", "transactionid", "advisory", ... */
  readonly type: string;
  /** "RowShareLock", "SIReadLock", ... */
  readonly mode: string;
  /** The table; null when the lock is on none, or on an index. */
  readonly table: string | null;
  /** The number of an advisory lock. */
  readonly advisory: string | null;
}

/** Every lock that these backends have or wait for, but for those that each reader and each transaction has. */
export function readLocks(postgres: Queryable, backends: readonly number[]): Promise<HeldLock[]> {
  return postgres.query<HeldLock[]>(
    `SELECT l.pid AS backend, l.granted, l.locktype AS type, l.mode, c.relname AS table,
       CASE WHEN l.locktype <> 'advisory' THEN NULL
            WHEN l.objsubid = 1 THEN ((l.classid::bigint << 32) | l.objid::bigint)::text
            ELSE l.classid || ', ' || l.objid END AS advisory
     FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
     WHERE l.pid = ANY($1::int[]) AND NOT (l.granted AND l.mode = 'AccessShareLock')
       AND NOT (l.granted AND l.locktype IN ('virtualxid', 'transactionid'))
       AND (l.relation IS NULL OR c.relname IS NOT NULL)
     ORDER BY l.granted DESC, l.locktype DESC, c.relname, l.mode`,
    [backends],
  );
}

/**
 * The backend whose transaction has locked or changed the row of a sale; null when nobody has. Row locks are not in
 * pg_locks: they stand in the row, as the id of the transaction that took it.
 */
export async function readRowHolder(postgres: Queryable, saleId: string): Promise<number | null> {
  const rows = await postgres.query<{ backend: number }[]>(
    `SELECT l.pid AS backend FROM sales s JOIN pg_locks l
       ON l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock' AND l.transactionid = s.xmax
     WHERE s.id = $1`,
    [saleId],
  );
  return rows[0]?.backend ?? null;
}
