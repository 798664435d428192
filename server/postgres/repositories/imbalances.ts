import type { DataSource } from 'typeorm';
import type { SaleEvent } from '../../domain/truth.ts';
import type { Queryable } from '../queryable.ts';
import { lockSale, recordEvent } from './sales.ts';

/** How a sale's accounts add up. */
export interface Imbalance {
  readonly saleId: string;
  readonly fence: number;
  /** Another one after each change of the sale's row. */
  readonly version: number;
  /** Units not sold yet, those in the pool included. */
  readonly remaining: number;
  /** Units in no account; negative when the accounts hold more than there are. */
  readonly lost: number;
}

/** A sale's row, without its orders. */
export interface SaleRow {
  readonly saleId: string;
  readonly fence: number;
  readonly version: number;
  /** Units not sold yet, without those in the pool. */
  readonly remaining: number;
  /** There may be units in the pool: orders come and go without a change of the row. */
  readonly isPooled: boolean;
  /** Units that the row counts as sold: about as many as there are orders to read. */
  readonly sold: number;
}

const LOST = `s.stock - s.remaining - s.held - pooled_units(s.id, s.pool_moved)
  - coalesce((SELECT sum(o.quantity) FROM orders o WHERE o.sale_id = s.id AND o.status <> 'CANCELLED'), 0)`;

/** The rows of all sales, by id. */
export function readSaleRows(postgres: DataSource): Promise<SaleRow[]> {
  return postgres.query<SaleRow[]>(
    `SELECT id AS "saleId", fence, version, remaining, pool_moved > 0 AS "isPooled", greatest(0, stock - remaining - held) AS sold
     FROM sales ORDER BY id`,
  );
}

/** The balance of these sales, each in one snapshot; every order of theirs is read. */
export async function readImbalances(postgres: DataSource, saleIds: readonly string[]): Promise<Imbalance[]> {
  if (saleIds.length === 0) return [];
  return postgres.query<Imbalance[]>(
    `SELECT s.id AS "saleId", s.fence, s.version, s.remaining + pooled_units(s.id, s.pool_moved) AS remaining, (${LOST})::int AS lost
     FROM sales s WHERE s.id = ANY($1::bigint[]) ORDER BY s.id`,
    [saleIds],
  );
}

/** True when one of these strategies has sold in the sale's epoch. */
export async function haveSold(
  postgres: Queryable,
  saleId: string,
  strategies: readonly string[],
): Promise<boolean> {
  const rows = await postgres.query<{ found: boolean }[]>(
    'SELECT EXISTS (SELECT FROM orders WHERE sale_id = $1 AND strategy = ANY($2)) AS found',
    [saleId, strategies],
  );
  return rows[0]?.found ?? false;
}

/**
 * Puts lost units back on sale, if the sale still lacks exactly these under the same fence once its row is locked.
 * True when it did; the ledger then says so.
 */
export async function returnLostUnits(
  postgres: DataSource,
  { saleId, fence, lost }: Imbalance,
): Promise<boolean> {
  return postgres.transaction(async (manager) => {
    // The lock first: the count after it must see every order that the row has paid for.
    await lockSale(manager, saleId);
    const rows = await manager.query<{ id: string }[]>(
      `WITH repaired AS (UPDATE sales s SET remaining = s.remaining + $3
                         WHERE s.id = $1 AND s.fence = $2 AND (${LOST})::int = $3 RETURNING s.id, s.epoch, s.fence)
       INSERT INTO sale_events (sale_id, epoch, fence, kind, actor, reason, detail)
       SELECT id, epoch, fence, 'repair', 'reconciler', 'units in no account for longer than a lease', jsonb_build_object('units', $3::int)
       FROM repaired RETURNING id`,
      [saleId, fence, lost],
    );
    return rows.length > 0;
  });
}

const PAUSE: SaleEvent = {
  kind: 'pause',
  actor: 'reconciler',
  reason: 'the accounts hold more units than there are',
};

/** Units that a sale's accounts hold beyond those that there are, and whether the sale was open until now. */
export interface Excess {
  readonly units: number;
  readonly isPausedNow: boolean;
}

/**
 * Pauses an open sale whose accounts hold more units than there are, if they still do under the same fence once its row is
 * locked, and none of the strategies that may do so has sold in it; the ledger then says so. Null where that is not so.
 */
export async function pauseForExcess(
  postgres: DataSource,
  { saleId, fence }: Pick<Imbalance, 'saleId' | 'fence'>,
  unsafeStrategies: readonly string[],
): Promise<Excess | null> {
  return postgres.transaction(async (manager) => {
    // The lock first, as above: what was read before it may be of an epoch that is over.
    await lockSale(manager, saleId);
    const [sale] = await manager.query<{ epoch: number; state: string; lost: number }[]>(
      `SELECT s.epoch, s.state, (${LOST})::int AS lost FROM sales s WHERE s.id = $1 AND s.fence = $2`,
      [saleId, fence],
    );
    if (sale === undefined || sale.lost >= 0) return null;
    if (await haveSold(manager, saleId, unsafeStrategies)) return null;
    const units = -sale.lost;
    if (sale.state !== 'OPEN') return { units, isPausedNow: false };
    await manager.query("UPDATE sales SET state = 'PAUSED' WHERE id = $1", [saleId]);
    await recordEvent(manager, { saleId, epoch: sale.epoch, fence }, PAUSE, { units });
    return { units, isPausedNow: true };
  });
}
