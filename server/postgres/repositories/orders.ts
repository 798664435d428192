import type { Order, OrderPage, OrderStatus } from '../../domain/order.ts';
import type { PurchaseRequest } from '../../domain/purchase.ts';
import type { Queryable } from '../queryable.ts';

const CREATED_AT_MS = '(extract(epoch FROM created_at) * 1000)::float8';
const COLUMNS = `id, sale_id, buyer_id, quantity, status, strategy, epoch, ${CREATED_AT_MS} AS created_at_ms`;

interface OrderRow {
  readonly id: string;
  readonly sale_id: string;
  readonly buyer_id: string;
  readonly quantity: number;
  readonly status: OrderStatus;
  readonly strategy: string;
  readonly epoch: number;
  readonly created_at_ms: number;
}

/** The statement that writes an order: shown by the explainers. Its epoch guard keeps an order of a past epoch out. */
export const INSERT_ORDER = `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint)
SELECT $1, id, epoch, $4, $5, $6, $7, $8 FROM sales WHERE id = $2 AND epoch = $3
RETURNING (extract(epoch FROM created_at) * 1000)::float8 AS created_at_ms`;

/** Writes a request's order. Null when the sale has gone on to another epoch. Throws 23505 when the key was used before. */
export async function insertOrder(postgres: Queryable, request: PurchaseRequest): Promise<Order | null> {
  const rows = await postgres.query<{ created_at_ms: number }[]>(INSERT_ORDER, [
    request.orderId,
    request.saleId,
    request.epoch,
    request.buyerId,
    request.quantity,
    request.strategy,
    request.key,
    request.fingerprint,
  ]);
  const row = rows[0];
  return row === undefined ? null : orderOf(request, row.created_at_ms);
}

/** The order that a request became. */
export function orderOf(request: PurchaseRequest, createdAtMs: number): Order {
  const { orderId: id, saleId, buyerId, quantity, strategy, epoch } = request;
  return { id, saleId, buyerId, quantity, strategy, epoch, status: 'CONFIRMED', createdAtMs };
}

/** The running epoch's order under a buyer's key, and the wish it was made for. */
export async function findByKey(
  postgres: Queryable,
  buyer: { buyerId: string; key: string },
): Promise<{ order: Order; fingerprint: string } | null> {
  const rows = await postgres.query<(OrderRow & { fingerprint: string })[]>(
    `SELECT ${COLUMNS}, fingerprint FROM orders WHERE buyer_id = $1 AND idempotency_key = $2`,
    [buyer.buyerId, buyer.key],
  );
  const row = rows[0];
  return row === undefined ? null : { order: toOrder(row), fingerprint: row.fingerprint };
}

/** Units that a buyer has in the running epoch. */
export async function unitsOfBuyer(
  postgres: Queryable,
  request: { saleId: string; buyerId: string },
): Promise<number> {
  const rows = await postgres.query<{ units: number }[]>(
    `SELECT coalesce(sum(quantity), 0)::int AS units FROM orders WHERE buyer_id = $1 AND sale_id = $2 AND status <> 'CANCELLED'`,
    [request.buyerId, request.saleId],
  );
  return rows[0]?.units ?? 0;
}

/** Which of these orders are durable. */
export async function findExisting(postgres: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await postgres.query<{ id: string }[]>('SELECT id FROM orders WHERE id = ANY($1)', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** Where a page begins: behind this order. */
export interface OrderCursor {
  readonly createdAtMs: number;
  readonly id: string;
}

/** A page of the running epoch's orders, newest first. */
export async function pageOfOrders(
  postgres: Queryable,
  page: { saleId: string; first: number; after: OrderCursor | null },
): Promise<OrderPage> {
  // The cursor's microseconds are rounded both ways alike, so the comparison is exact.
  const [rows, counts] = await Promise.all([
    postgres.query<OrderRow[]>(
      `SELECT ${COLUMNS} FROM orders
       WHERE sale_id = $1 AND ($3::float8 IS NULL OR (created_at, id) < (to_timestamp($3 / 1000), $4::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $2`,
      [page.saleId, page.first + 1, page.after?.createdAtMs ?? null, page.after?.id ?? null],
    ),
    postgres.query<{ count: number }[]>('SELECT count(*)::int AS count FROM orders WHERE sale_id = $1', [
      page.saleId,
    ]),
  ]);
  return {
    orders: rows.slice(0, page.first).map(toOrder),
    totalCount: counts[0]?.count ?? 0,
    hasNextPage: rows.length > page.first,
  };
}

function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    saleId: row.sale_id,
    buyerId: row.buyer_id,
    quantity: row.quantity,
    status: row.status,
    strategy: row.strategy,
    epoch: row.epoch,
    createdAtMs: row.created_at_ms,
  };
}

/** Larger sales are asked order by order: a list of their keys would not pay. */
const SOLD_OUT_KEYS_STOCK_MAX = 50_000;

/** The keys of all orders of a sale that has no unit left in any account, "buyer key" each; null while it has, or is large. */
export async function soldOutKeys(
  postgres: Queryable,
  saleId: string,
): Promise<{ fence: number; keys: Set<string> } | null> {
  const rows = await postgres.query<{ fence: number; keys: string[] }[]>(
    `SELECT s.fence, ARRAY(SELECT o.buyer_id || ' ' || o.idempotency_key FROM orders o
                           WHERE o.sale_id = s.id AND o.idempotency_key IS NOT NULL) AS keys
     FROM sales s WHERE s.id = $1 AND s.remaining <= 0 AND s.held = 0 AND s.pooled = 0 AND s.stock <= $2`,
    [saleId, SOLD_OUT_KEYS_STOCK_MAX],
  );
  const row = rows[0];
  return row === undefined ? null : { fence: row.fence, keys: new Set(row.keys) };
}
