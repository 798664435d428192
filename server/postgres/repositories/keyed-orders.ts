import type { Order } from '../../domain/order.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../../domain/purchase.ts';
import type { Queryable } from '../queryable.ts';
import { ORDER_COLUMNS, toOrder, type OrderRow } from './orders.ts';

/** A buyer's idempotency key. */
export interface BuyerKey {
  readonly buyerId: string;
  readonly key: string;
}

/** An order of the running epoch, and the wish that it was made for. */
export interface KeyedOrder {
  readonly order: Order;
  readonly fingerprint: string;
}

type KeyedRow = OrderRow & { readonly idempotency_key: string; readonly fingerprint: string };

/** Larger sales are asked order by order: a list of their keys would not pay. */
const SOLD_OUT_KEYS_STOCK_MAX = 50_000;

/** The orders under these keys, in their order; null where there is none. */
export async function findByKeys(
  postgres: Queryable,
  keys: readonly BuyerKey[],
): Promise<(KeyedOrder | null)[]> {
  const rows = await postgres.query<KeyedRow[]>(
    `SELECT ${ORDER_COLUMNS}, idempotency_key, fingerprint FROM orders
     WHERE (buyer_id, idempotency_key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [keys.map((each) => each.buyerId), keys.map((each) => each.key)],
  );
  const found = new Map(
    rows.map((row) => [nameOf({ buyerId: row.buyer_id, key: row.idempotency_key }), row]),
  );
  return keys.map((key) => {
    const row = found.get(nameOf(key));
    return row === undefined ? null : { order: toOrder(row), fingerprint: row.fingerprint };
  });
}

/** What a known order means for a request under its key. */
export function replayOf(request: PurchaseRequest, known: KeyedOrder): PurchaseOutcome {
  return known.fingerprint === request.fingerprint
    ? { kind: 'replayed', order: known.order }
    : { kind: 'mismatch' };
}

/** What an earlier request under the same key came to; null when there was none. */
export async function findReplay(
  postgres: Queryable,
  request: PurchaseRequest,
): Promise<PurchaseOutcome | null> {
  if (request.key === null) return null;
  const [known = null] = await findByKeys(postgres, [{ buyerId: request.buyerId, key: request.key }]);
  return known === null ? null : replayOf(request, known);
}

/** A sale that has no unit left in any account. */
export interface SoldOutKeys {
  readonly fence: number;
  /** Another one after each change of the sale's row: no order can be added at the same one. */
  readonly version: number;
  /** "buyer key" of each order; null where they are those of the version that was named. */
  readonly keys: readonly string[] | null;
}

/** The keys of a sold-out sale, unless it stands at `version` still; null while it has units left, or is large. */
export async function soldOutKeys(
  postgres: Queryable,
  saleId: string,
  version: number | null = null,
): Promise<SoldOutKeys | null> {
  const rows = await postgres.query<SoldOutKeys[]>(
    `SELECT s.fence, s.version, CASE WHEN s.version = $3 THEN NULL ELSE ARRAY(SELECT o.buyer_id || ' ' || o.idempotency_key FROM orders o
                           WHERE o.sale_id = s.id AND o.idempotency_key IS NOT NULL) END AS keys
     FROM sales s WHERE s.id = $1 AND s.remaining <= 0 AND s.held = 0 AND pooled_units(s.id, s.pool_moved) = 0 AND s.stock <= $2`,
    [saleId, SOLD_OUT_KEYS_STOCK_MAX, version],
  );
  return rows[0] ?? null;
}

function nameOf({ buyerId, key }: BuyerKey): string {
  return `${buyerId} ${key}`;
}
