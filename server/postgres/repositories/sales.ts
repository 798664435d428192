import type { DataSource, EntityManager } from 'typeorm';
import type { Sale, SaleState } from '../../domain/sale.ts';
import type { SaleEvent, SaleStanding, Standing } from '../../domain/truth.ts';
import { SaleEntity } from '../entities/sale.entity.ts';
import type { Queryable } from '../queryable.ts';
import { deleteAttempts } from './attempts.ts';
import { archiveHolds } from './holds.ts';
import { allowLonger } from '../watched-client.ts';

const RESET_MAX_MS = 600_000;

/** What a reset puts in place. */
export interface ResetTo {
  readonly stock: number | null;
  readonly raceWindowMs: number | null;
  /** Names this reset: asked again with the same, the sale is not reset again. */
  readonly resetId?: string | null;
}

/** What a reset has put in place; null for what nobody wrote down. */
export type ResetDone = Pick<ResetTo, 'stock' | 'raceWindowMs'>;

/** One sale, or null. */
export async function findSale(postgres: DataSource, id: string): Promise<Sale | null> {
  const row = await postgres.manager.findOne(SaleEntity, { where: { id }, relations: { product: true } });
  return row === null ? null : toSale(row);
}

/** All sales by id. */
export async function listSales(postgres: DataSource): Promise<Sale[]> {
  const rows = await postgres.manager.find(SaleEntity, {
    relations: { product: true },
    order: { id: 'ASC' },
  });
  return rows.map(toSale);
}

/** The fence of every sale. */
export function readFences(postgres: Queryable): Promise<{ saleId: string; fence: number }[]> {
  return postgres.query('SELECT id AS "saleId", fence FROM sales');
}

/** Units not sold yet, those in the pool included: what any strategy can get at. */
const UNSOLD = 'remaining + pooled_units(id, pool_moved)';

interface StandingRow extends Standing {
  readonly state: SaleState;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** Null unless it will open by itself. */
  readonly opensInMs: number | null;
}

/** Units that the database counts as unsold, the fence they stand under, and whether they are for sale; null for no such sale. */
export async function readStanding(postgres: Queryable, id: string): Promise<SaleStanding | null> {
  const askedAt = performance.now();
  const [row] = await postgres.query<StandingRow[]>(
    `SELECT ${UNSOLD} AS remaining, fence, sale_state(state, remaining, pool_moved, opens_at, closes_at) AS state,
            opens_at AS "opensAt", closes_at AS "closesAt",
            (extract(epoch FROM opens_at - clock_timestamp()) * 1000)::float8 AS "opensInMs" FROM sales WHERE id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const { remaining, fence, state, opensAt, closesAt, opensInMs } = row;
  const isOpen = state === 'OPEN' || state === 'SOLD_OUT';
  return {
    remaining,
    fence,
    notOpen: isOpen ? null : { kind: 'notOpen', state, opensAt, closesAt },
    notOpenUntil: state === 'SCHEDULED' ? askedAt + (opensInMs ?? 0) : Infinity,
  };
}

/** Locks the row of a sale, if there is one. In a statement of its own: what is read after it is as it is then, not as before the wait. */
export async function lockSale(manager: EntityManager, id: string): Promise<void> {
  await manager.query('SELECT FROM sales WHERE id = $1 FOR UPDATE', [id]);
}

/**
 * Raises the fence: purchases begun before can no longer commit. Returns the new one.
 * With `ifFence`, only when it still stands there, so that replicas which notice the same thing do it once; else null.
 */
export async function raiseFence(
  manager: EntityManager,
  sale: { id: string; ifFence?: number },
  event: SaleEvent,
): Promise<Standing | null> {
  // The pool is counted as it is under the lock.
  await lockSale(manager, sale.id);
  const [rows] = await manager.query<[{ epoch: number; fence: number; remaining: number }[], number]>(
    `UPDATE sales SET fence = fence + 1 WHERE id = $1 AND ($2::int IS NULL OR fence = $2)
     RETURNING epoch, fence, ${UNSOLD} AS remaining`,
    [sale.id, sale.ifFence ?? null],
  );
  const row = rows[0];
  if (row === undefined) return null;
  await recordEvent(manager, { saleId: sale.id, epoch: row.epoch, fence: row.fence }, event, {
    remaining: row.remaining,
  });
  return { fence: row.fence, remaining: row.remaining };
}

/** What one statement could do for all sales, and what it left. */
export interface RaisedAtOnce {
  readonly raised: readonly { saleId: string; fence: number; remaining: number }[];
  /** Sales that somebody has locked, as for a long reset, with the fence they have. */
  readonly locked: readonly { saleId: string; fence: number }[];
}

/** Raises the fence of every sale that nobody has locked, at once, with one event each. `among`: of these, null for all. */
export function raiseFreeFences(
  postgres: DataSource,
  event: SaleEvent,
  among: readonly string[] | null,
): Promise<RaisedAtOnce> {
  return postgres.transaction(async (manager) => {
    // The lock in a statement of its own, as above. Waiting for one sale here would stop those that are locked already.
    const free = await manager.query<{ id: string }[]>(
      'SELECT id FROM sales WHERE $1::bigint[] IS NULL OR id = ANY($1) FOR UPDATE SKIP LOCKED',
      [among],
    );
    const raised = await manager.query<{ saleId: string; fence: number; remaining: number }[]>(
      `WITH raised AS (UPDATE sales SET fence = fence + 1 WHERE id = ANY($4::bigint[])
                       RETURNING id, epoch, fence, ${UNSOLD} AS remaining),
     noted AS (INSERT INTO sale_events (sale_id, epoch, fence, kind, actor, reason)
               SELECT id, epoch, fence, $1, $2, $3 FROM raised)
     SELECT id AS "saleId", fence, remaining FROM raised`,
      [event.kind, event.actor, event.reason, free.map(({ id }) => id)],
    );
    const done = new Set(raised.map(({ saleId }) => saleId));
    const asked = among === null ? null : new Set(among);
    const locked = (await readFences(manager)).filter(
      ({ saleId }) => !done.has(saleId) && (asked?.has(saleId) ?? true),
    );
    return { raised, locked };
  });
}

/**
 * Starts a new epoch in one transaction: fence and epoch up, orders archived, holds ended and archived, stock put back.
 * `done` is what a reset of this id put in place before: nothing has changed then. Null for no such sale.
 */
export async function resetSale(
  postgres: DataSource,
  id: string,
  to: ResetTo,
  event: SaleEvent,
): Promise<{ sale: Sale; done: ResetDone | null } | null> {
  return postgres.transaction(async (manager) => {
    const { resetId = null } = to;
    // While no statement may take long: a reset behind another gives up soon. Of two replicas with one id the second finds
    // what the first one wrote.
    await lockSale(manager, id);
    if (resetId !== null && !(await isFirstReset(manager, id, resetId))) {
      const sale = await manager.findOne(SaleEntity, { where: { id }, relations: { product: true } });
      return sale === null ? null : { sale: toSale(sale), done: await readReset(manager, id, resetId) };
    }
    // The archive of a large epoch may take longer than any purchase is allowed to.
    await allowLonger(manager, RESET_MAX_MS);
    const [rows] = await manager.query<
      [{ epoch: number; fence: number; stock: number; raceWindowMs: number }[], number]
    >(
      `UPDATE sales SET epoch = epoch + 1, fence = fence + 1, stock = coalesce($2, stock), remaining = coalesce($2, stock),
         held = 0, pool_moved = 0, returned = 0, race_window_ms = coalesce($3, race_window_ms)
       WHERE id = $1 RETURNING epoch, fence, stock, race_window_ms AS "raceWindowMs"`,
      [id, to.stock, to.raceWindowMs],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const moved = await manager.query<{ count: number }[]>(
      `WITH moved AS (DELETE FROM orders WHERE sale_id = $1 RETURNING *),
            kept AS (INSERT INTO orders_archive SELECT * FROM moved RETURNING 1)
       SELECT count(*)::int AS count FROM kept`,
      [id],
    );
    await manager.query('DELETE FROM unit_pool WHERE sale_id = $1', [id]);
    const ended = { saleId: id, epoch: row.epoch - 1 };
    const released = await archiveHolds(manager, ended);
    await deleteAttempts(manager, ended);
    await recordEvent(manager, { saleId: id, epoch: row.epoch, fence: row.fence }, event, {
      stock: row.stock,
      raceWindowMs: row.raceWindowMs,
      archived: moved[0]?.count ?? 0,
      released,
    });
    const entity = await manager.findOneOrFail(SaleEntity, { where: { id }, relations: { product: true } });
    return { sale: toSale(entity), done: null };
  });
}

/** Under the lock of the sale's row. */
async function isFirstReset(manager: EntityManager, saleId: string, resetId: string): Promise<boolean> {
  const written = await manager.query<unknown[]>(
    `INSERT INTO sale_resets (sale_id, reset_id, epoch) SELECT id, $2, epoch + 1 FROM sales WHERE id = $1
     ON CONFLICT DO NOTHING RETURNING epoch`,
    [saleId, resetId],
  );
  return written.length > 0;
}

/** What the ledger says of the reset of this id: old rows have no race window. */
async function readReset(manager: EntityManager, saleId: string, resetId: string): Promise<ResetDone> {
  const rows = await manager.query<ResetDone[]>(
    `SELECT (detail ->> 'stock')::int AS stock, (detail ->> 'raceWindowMs')::int AS "raceWindowMs"
     FROM sale_events JOIN sale_resets USING (sale_id, epoch)
     WHERE sale_id = $1 AND reset_id = $2 AND kind = 'reset'`,
    [saleId, resetId],
  );
  return rows[0] ?? { stock: null, raceWindowMs: null };
}

/** Adds a row to the ledger, in the transaction of what it tells of. */
export async function recordEvent(
  manager: EntityManager,
  at: { saleId: string; epoch: number; fence: number },
  event: SaleEvent,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await manager.query(
    'INSERT INTO sale_events (sale_id, epoch, fence, kind, actor, reason, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [at.saleId, at.epoch, at.fence, event.kind, event.actor, event.reason, JSON.stringify(detail)],
  );
}

/** The sale in a row that was read with its product. */
export function toSale({
  stateNow,
  state: _asSet,
  version: _version,
  poolMoved: _poolMoved,
  readAtMs: _readAt,
  ...row
}: SaleEntity): Sale {
  return { ...row, remaining: row.remaining + row.pooled, state: stateNow };
}
