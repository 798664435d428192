import type { DataSource, EntityManager } from 'typeorm';
import type { SaleInput, SaleSettings } from '../../domain/sale-input.ts';
import type { Sale } from '../../domain/sale.ts';
import type { SaleEvent } from '../../domain/truth.ts';
import { ProductEntity } from '../entities/product.entity.ts';
import { SaleEntity } from '../entities/sale.entity.ts';
import { changedFields } from './products.ts';
import { recordEvent, toSale } from './sales.ts';
import { allowLonger } from '../watched-client.ts';

/** A sale after an operation of the admin. `isNew` is false when it was like that before. */
export interface Administered {
  readonly sale: Sale;
  readonly isNew: boolean;
  /** Purchases begun before can no longer commit: the gate has to be built anew. */
  readonly isFenced: boolean;
}

/** What a sale's settings must leave room for, as it stands under the lock of its row. */
export interface Committed {
  /** Units sold and held. */
  readonly units: number;
  /** The most that one buyer has or holds. */
  readonly buyerUnitsMax: number;
}

/** Adds a sale of a product, with all of its stock unsold. Null for no such product. */
export function insertSale(postgres: DataSource, input: SaleInput, event: SaleEvent): Promise<Sale | null> {
  return postgres.transaction(async (manager) => {
    const { productId, ...settings } = input;
    const product = await manager.findOneBy(ProductEntity, { id: productId });
    if (product === null) return null;
    const rows = await manager.query<{ id: string }[]>(
      `INSERT INTO sales (product_id, mode, stock, remaining, limit_per_buyer, opens_at, closes_at, race_window_ms)
       VALUES ($1, $2, $3, $3, $4, $5, $6, $7) RETURNING id`,
      [productId, settings.mode, ...valuesOf(settings)],
    );
    const sale = await readSale(manager, rows[0]?.id ?? '');
    await recordEvent(manager, at(sale), event, { productId, ...settings });
    return sale;
  });
}

/**
 * Changes a sale's settings to what `change` makes of them; what that throws is thrown, and nothing has changed. The fence
 * goes up unless only the race window differs. Null for no such sale.
 */
export function changeSale(
  postgres: DataSource,
  id: string,
  change: (current: SaleSettings, committed: () => Promise<Committed>) => Promise<SaleSettings>,
  event: SaleEvent,
): Promise<Administered | null> {
  return postgres.transaction(async (manager) => {
    const row = await lockSale(manager, id);
    if (row === null) return null;
    const { stock, limitPerBuyer, opensAt, closesAt, raceWindowMs } = row;
    const current = { stock, limitPerBuyer, opensAt, closesAt, raceWindowMs };
    // Units in the pool move with the stock only when they are out of it.
    if (row.poolMoved > 0) await manager.query('SELECT reclaim_pool($1)', [id]);
    const next = await change(current, () => committedOf(manager, row));
    const { raceWindowMs: wait, ...rules } = changedFields(current, next);
    const isFenced = Object.keys(rules).length > 0;
    if (wait === undefined && !isFenced) return { sale: await readSale(manager, id), isNew: false, isFenced };
    await manager.query(
      // Where an int ends `returned` stays: see end_hold.
      `UPDATE sales SET stock = $2, remaining = least($2, remaining + $2 - stock),
         returned = least(returned::bigint + greatest(0, $2 - stock), 2147483647),
         limit_per_buyer = $3, opens_at = $4, closes_at = $5, race_window_ms = $6, fence = fence + $7 WHERE id = $1`,
      [id, ...valuesOf(next), isFenced ? 1 : 0],
    );
    const sale = await readSale(manager, id);
    const changed = { ...rules, ...(wait === undefined ? {} : { raceWindowMs: wait }) };
    await recordEvent(manager, at(sale), event, { from: current, to: changed, remaining: sale.remaining });
    return { sale, isNew: true, isFenced };
  });
}

/** What a sale is switched to. What `check` throws is thrown, and nothing has changed. */
export interface Switch {
  readonly id: string;
  readonly state: 'OPEN' | 'PAUSED' | 'CLOSED';
  check(asked: string, sale: Sale): void;
}

/** Opens, pauses or closes a sale, behind a new fence. Null for no such sale. */
export function switchSale(
  postgres: DataSource,
  { id, state, check }: Switch,
  event: SaleEvent,
): Promise<Administered | null> {
  return postgres.transaction(async (manager) => {
    const row = await lockSale(manager, id);
    if (row === null) return null;
    const isNew = row.state !== state;
    if (isNew)
      await manager.query('UPDATE sales SET state = $2, fence = fence + 1 WHERE id = $1', [id, state]);
    const sale = await readSale(manager, id);
    check(state, sale);
    if (!isNew) return { sale, isNew, isFenced: false };
    await recordEvent(manager, at(sale), event, { from: row.state, remaining: sale.remaining });
    return { sale, isNew: true, isFenced: true };
  });
}

function lockSale(manager: EntityManager, id: string): Promise<SaleEntity | null> {
  return manager.findOne(SaleEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function committedOf(manager: EntityManager, { id, held }: SaleEntity): Promise<Committed> {
  // Of a sale with a million orders this takes longer than any purchase may.
  await allowLonger(manager, 60_000);
  const rows = await manager.query<{ sold: number; most: number }[]>(
    `WITH had AS (SELECT buyer_id, sum(quantity) AS sold FROM orders WHERE sale_id = $1 AND status <> 'CANCELLED' GROUP BY 1),
          has AS (SELECT buyer_id, sum(quantity) AS held FROM holds WHERE sale_id = $1 AND state = 'HELD' GROUP BY 1)
     SELECT coalesce(sum(sold), 0)::int AS sold, coalesce(max(coalesce(sold, 0) + coalesce(held, 0)), 0)::int AS most
     FROM had FULL JOIN has USING (buyer_id)`,
    [id],
  );
  const { sold, most } = rows[0] ?? { sold: 0, most: 0 };
  return { units: sold + held, buyerUnitsMax: most };
}

async function readSale(manager: EntityManager, id: string): Promise<Sale> {
  return toSale(await manager.findOneOrFail(SaleEntity, { where: { id }, relations: { product: true } }));
}

function at({ id, epoch, fence }: Sale): { saleId: string; epoch: number; fence: number } {
  return { saleId: id, epoch, fence };
}

function valuesOf({ stock, limitPerBuyer, opensAt, closesAt, raceWindowMs }: SaleSettings): unknown[] {
  return [stock, limitPerBuyer, opensAt, closesAt, raceWindowMs];
}
