import type { Order, OrderPage, OrderStatus } from '../../domain/order.ts';
import type { PurchaseRequest } from '../../domain/purchase.ts';
import type { Queryable } from '../queryable.ts';

const CREATED_AT_MS = '(extract(epoch FROM created_at) * 1000)::float8';
/** Columns of an order, for `toOrder`. */
export const ORDER_COLUMNS = `id, sale_id, buyer_id, quantity, status, strategy, epoch, ${CREATED_AT_MS} AS created_at_ms`;

/** A row of them. */
export interface OrderRow {
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
  const rows = await postgres.query<{ created_at_ms: number }[]>(INSERT_ORDER, orderValues(request));
  const row = rows[0];
  return row === undefined ? null : orderOf(request, row.created_at_ms);
}

/** The values of INSERT_ORDER: id, sale, epoch, buyer, quantity, strategy, key, fingerprint. */
export function orderValues(request: PurchaseRequest): unknown[] {
  const { orderId, saleId, epoch, buyerId, quantity, strategy, key, fingerprint } = request;
  return [orderId, saleId, epoch, buyerId, quantity, strategy, key, fingerprint];
}

/** The order that a request became. */
export function orderOf(request: PurchaseRequest, createdAtMs: number): Order {
  const { orderId: id, saleId, buyerId, quantity, strategy, epoch } = request;
  return { id, saleId, buyerId, quantity, strategy, epoch, status: 'CONFIRMED', createdAtMs };
}

/** Units that a buyer has or holds in the running epoch: what the limit counts. */
export async function unitsOfBuyer(
  postgres: Queryable,
  request: { saleId: string; buyerId: string },
): Promise<number> {
  const rows = await postgres.query<{ units: number }[]>('SELECT units_of_buyer($1, $2)::int AS units', [
    request.saleId,
    request.buyerId,
  ]);
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
      `SELECT ${ORDER_COLUMNS} FROM orders
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

/** The order in a row. */
export function toOrder(row: OrderRow): Order {
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
