import type { Attempt } from '../../domain/attempt.ts';
import { limits } from '../../domain/limits.ts';
import type { HistoricOrder } from '../../domain/sale-history.ts';
import type { Queryable } from '../queryable.ts';

/** Keeps attempts, all of them in one statement. */
export async function insertAttempts(postgres: Queryable, attempts: readonly Attempt[]): Promise<void> {
  await postgres.query(
    `INSERT INTO attempts (sale_id, epoch, order_id, read_at_ms, read_value, checked_at_ms, write_at_ms, write_value, committed_at_ms)
     SELECT * FROM jsonb_to_recordset($1) AS a ("saleId" bigint, epoch int, "orderId" uuid, "readAtMs" float8, "readValue" int,
       "checkedAtMs" float8, "writeAtMs" float8, "writeValue" int, "committedAtMs" float8)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(attempts)],
  );
}

/** Forgets the attempts of a sale's epochs up to this one. */
export async function deleteAttempts(
  postgres: Queryable,
  { saleId, epoch }: { saleId: string; epoch: number },
): Promise<void> {
  await postgres.query('DELETE FROM attempts WHERE sale_id = $1 AND epoch <= $2', [saleId, epoch]);
}

/** The first orders of a sale's epoch, as they were written, each with what was recorded of it. Empty when the epoch is over. */
export function readHistory(
  postgres: Queryable,
  { saleId, epoch }: { saleId: string; epoch: number },
): Promise<HistoricOrder[]> {
  return postgres.query<HistoricOrder[]>(
    `SELECT o.id, o.buyer_id AS "buyerId", o.quantity, o.strategy,
       (extract(epoch FROM o.created_at) * 1000)::float8 AS "writtenAtMs",
       CASE WHEN a.order_id IS NOT NULL THEN jsonb_build_object('readAtMs', a.read_at_ms, 'readValue', a.read_value,
         'checkedAtMs', a.checked_at_ms, 'writeAtMs', a.write_at_ms, 'writeValue', a.write_value,
         'committedAtMs', a.committed_at_ms) END AS trace
     FROM orders o LEFT JOIN attempts a ON a.order_id = o.id
     WHERE o.sale_id = $1 AND o.epoch = $2 AND o.status <> 'CANCELLED' ORDER BY o.created_at, o.id LIMIT $3`,
    [saleId, epoch, limits.witnessOrdersMax],
  );
}
