import type { Order, OrderPage } from '../../domain/order.ts';
import type { Queryable } from '../queryable.ts';
import { ORDER_COLUMNS, toOrder, type OrderCursor, type OrderRow } from './orders.ts';

/** One order of any epoch, or null. */
export async function findOrder(postgres: Queryable, id: string): Promise<Order | null> {
  const rows = await postgres.query<OrderRow[]>(
    `SELECT ${ORDER_COLUMNS} FROM orders WHERE id = $1 UNION ALL SELECT ${ORDER_COLUMNS} FROM orders_archive WHERE id = $1`,
    [id],
  );
  const [row] = rows;
  return row === undefined ? null : toOrder(row);
}

/** Orders of any epoch by their ids, in that order; null where there is none. */
export async function findOrders(postgres: Queryable, ids: readonly string[]): Promise<(Order | null)[]> {
  const rows = await postgres.query<OrderRow[]>(
    `SELECT ${ORDER_COLUMNS} FROM orders WHERE id = ANY($1) UNION ALL SELECT ${ORDER_COLUMNS} FROM orders_archive WHERE id = ANY($1)`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, toOrder(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** Orders of another epoch than the running one are all in the archive: which epoch that is need not be asked of each order. */
const OF_EPOCH = {
  orders: 'sale_id = $1 AND (SELECT epoch FROM sales WHERE id = $1) = $2',
  orders_archive: 'sale_id = $1 AND epoch = $2',
};

const PAGE = (table: keyof typeof OF_EPOCH): string => `(SELECT ${ORDER_COLUMNS}, created_at FROM ${table}
  WHERE ${OF_EPOCH[table]} AND ($4::float8 IS NULL OR (created_at, id) < (to_timestamp($4 / 1000), $5::uuid))
  ORDER BY created_at DESC, id DESC LIMIT $3)`;

/** A page of one epoch's orders, newest first, wherever they are: a reset moves them while somebody turns pages. */
export async function pageOfEpoch(
  postgres: Queryable,
  page: { saleId: string; epoch: number; first: number; after: OrderCursor | null },
): Promise<OrderPage> {
  const { saleId, epoch, first, after } = page;
  const [rows, counts] = await Promise.all([
    postgres.query<OrderRow[]>(
      `SELECT * FROM (${PAGE('orders')} UNION ALL ${PAGE('orders_archive')}) page
       ORDER BY created_at DESC, id DESC LIMIT $3`,
      [saleId, epoch, first + 1, after?.createdAtMs ?? null, after?.id ?? null],
    ),
    postgres.query<{ count: number }[]>(
      `SELECT (SELECT count(*) FROM orders WHERE ${OF_EPOCH.orders})::int
            + (SELECT count(*) FROM orders_archive WHERE ${OF_EPOCH.orders_archive})::int AS count`,
      [saleId, epoch],
    ),
  ]);
  return {
    orders: rows.slice(0, first).map(toOrder),
    totalCount: counts[0]?.count ?? 0,
    hasNextPage: rows.length > first,
  };
}
