import type { DataSource, QueryRunner } from 'typeorm';
import type { HistoryRow } from '../../domain/history.ts';
import { allowLonger } from '../watched-client.ts';

const BATCH = 1_000;
/** A reader who takes nothing for so long has gone: its snapshot must not keep old rows alive. */
const STALL_MS = 60_000;

const utc = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const ORDERS = (table: string): string =>
  `SELECT id, epoch, created_at, buyer_id, quantity, status, strategy, idempotency_key FROM ${table}`;

/** What a history is made of, in its order: the sale as it is, then all that happened, by kind and time. `%` is the sale's id. */
const PARTS: readonly string[] = [
  `SELECT 'sale' AS type, s.id::text, s.epoch, s.state, to_jsonb(s) || jsonb_build_object('product', to_jsonb(p)) AS detail
   FROM sales s JOIN products p ON p.id = s.product_id WHERE s.id = %`,
  `SELECT 'event' AS type, id::text, epoch, ${utc('at')} AS at, kind, actor, reason, detail || jsonb_build_object('fence', fence) AS detail
   FROM sale_events WHERE sale_id = % ORDER BY sale_events.id`,
  `SELECT 'order' AS type, id, epoch, ${utc('created_at')} AS at, buyer_id AS "buyerId", quantity, status AS state, strategy,
     idempotency_key AS "idempotencyKey"
   FROM (${ORDERS('orders_archive')} WHERE sale_id = % UNION ALL ${ORDERS('orders')} WHERE sale_id = %) all_orders
   ORDER BY epoch, created_at, id`,
  `SELECT 'hold' AS type, id, epoch, ${utc('created_at')} AS at, buyer_id AS "buyerId", quantity, state,
     idempotency_key AS "idempotencyKey", ${utc('expires_at')} AS "expiresAt", ${utc('ended_at')} AS "endedAt", order_id AS "orderId"
   FROM holds WHERE sale_id = % ORDER BY epoch, created_at, id`,
  // Frames and histogram only draw the run.
  `SELECT 'attack' AS type, id, epoch, ${utc('created_at')} AS at, state, plan ->> 'strategy' AS strategy,
     ${utc('finished_at')} AS "endedAt",
     jsonb_build_object('plan', plan, 'figures', figures - 'frames' - 'histogram', 'audit', audit, 'error', error) AS detail
   FROM attacks WHERE sale_id = % ORDER BY created_at, id`,
];

/**
 * Everything that ever happened to a sale, a thousand rows at a time, all from one snapshot. Nothing is read before it is
 * asked for; leaving early lets the snapshot go. `saleId` has been checked to be digits.
 */
export async function* readHistory(
  postgres: DataSource,
  saleId: string,
): AsyncGenerator<readonly HistoryRow[]> {
  const runner = postgres.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('SET TRANSACTION READ ONLY');
    await runner.query(`SET LOCAL idle_in_transaction_session_timeout = ${STALL_MS}`);
    await allowLonger(runner.manager, STALL_MS);
    for (const part of PARTS) yield* readPart(runner, part.replaceAll('%', BigInt(saleId).toString()));
    await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}

async function* readPart(runner: QueryRunner, select: string): AsyncGenerator<readonly HistoryRow[]> {
  await runner.query(`DECLARE history NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    // eslint-disable-next-line no-await-in-loop -- one batch in memory at a time is the point
    const rows = await runner.manager.query<HistoryRow[]>(`FETCH ${BATCH} FROM history`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await runner.query('CLOSE history');
}
