import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { orderOf, orderValues } from './repositories/orders.ts';
import type { Queryable } from './queryable.ts';
import type { SaleRules } from './rules.ts';

const sell = (update: string): string => `WITH sale AS (
  ${update}
  RETURNING remaining
)
INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint)
SELECT $1::uuid, $2, $3, $4, $5, $6, $7, $8 FROM sale
RETURNING (extract(epoch FROM created_at) * 1000)::float8 AS created_at_ms, (SELECT remaining FROM sale)`;

const GUARD = `id = $2 AND epoch = $3 AND fence = $9 AND remaining >= $5
    AND sale_state(state, remaining, pool_moved, opens_at, closes_at) = 'OPEN'
    AND (limit_per_buyer IS NULL OR units_of_buyer(id, $4) + $5 <= limit_per_buyer)`;

/**
 * One statement that checks every rule and sells, or changes no row. Two at once: the second waits for the row, then
 * Postgres checks its conditions again on what the first one left.
 */
export const SELL_GUARDED = sell(`UPDATE sales SET remaining = remaining - $5
  WHERE ${GUARD}`);

/** The same under a lock whose number ($10) is higher than every one before: a holder who outlived its lock comes too late. */
export const SELL_UNDER_LOCK = sell(`UPDATE sales SET remaining = remaining - $5, lock_fence = $10
  WHERE ${GUARD}
    AND lock_fence < $10`);

/** What a purchase has to know of its sale, read under the row's lock. */
export const LOCK_SALE = `SELECT remaining, pool_moved AS "poolMoved", limit_per_buyer AS "limitPerBuyer", fence,
  sale_state(state, remaining, pooled_units(id, pool_moved), opens_at, closes_at) AS "stateNow",
  opens_at AS "opensAt", closes_at AS "closesAt"
FROM sales WHERE id = $1 FOR UPDATE`;

const SUBTRACT = 'UPDATE sales SET remaining = remaining - $5 WHERE id = $2 AND epoch = $3';

/** Sells from a row that is locked, and was found to have enough. */
export const SELL_LOCKED = sell(SUBTRACT);

/** Sells if nobody has changed the sale's row since it was read at this version; else changes no row. */
export const SELL_AT_VERSION = sell(`UPDATE sales SET remaining = remaining - $5
  WHERE id = $2 AND epoch = $3 AND version = $9`);

/** What SELL_LOCKED sends, without its lock: subtracts whatever stands there by now, below zero if need be. Wrong, and meant to be. */
export const SELL_UNCHECKED = sell(SUBTRACT);

/** Writes a number that was computed from what was read before, whatever stands there by now. Wrong, and meant to be. */
export const SELL_BLINDLY = sell('UPDATE sales SET remaining = $9 WHERE id = $2 AND epoch = $3');

/** A sale that went through. */
export type Sold = Extract<PurchaseOutcome, { kind: 'confirmed' }> & { readonly remaining: number };

/**
 * Runs one of them; `last` is its fence, version or number, or several in their order. Null when it changed no row. Throws 23505 when the key was
 * used before.
 */
export async function trySell(
  postgres: Queryable,
  request: PurchaseRequest,
  { statement, last }: { readonly statement: string; readonly last?: number | readonly number[] },
): Promise<Sold | null> {
  const [sold] = await postgres.query<{ created_at_ms: number; remaining: number }[]>(statement, [
    ...orderValues(request),
    ...(last === undefined ? [] : [last].flat()),
  ]);
  if (sold === undefined) return null;
  return { kind: 'confirmed', order: orderOf(request, sold.created_at_ms), remaining: sold.remaining };
}

/** Waits for the sale's row, and has it until the transaction ends. */
export async function lockSale(postgres: Queryable, saleId: string): Promise<SaleRules> {
  const [sale] = await postgres.query<SaleRules[]>(LOCK_SALE, [saleId]);
  if (sale === undefined) throw new Error(`there is no sale ${saleId}`);
  return sale;
}

/** The highest number of a lock under which the sale was sold from. */
export async function readLockFence(postgres: Queryable, saleId: string): Promise<number> {
  const [row] = await postgres.query<{ number: number }[]>(
    'SELECT lock_fence::float8 AS number FROM sales WHERE id = $1',
    [saleId],
  );
  return row?.number ?? 0;
}
