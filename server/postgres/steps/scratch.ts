import type { DataSource } from 'typeorm';
import { Problem } from '../../domain/problem.ts';
import type { Queryable } from '../queryable.ts';
import { openDataSource } from '../data-source.ts';
import { migrateStore } from '../migrate.ts';

/** The product's tables once more, where nothing of the product looks. */
const SCHEMA = 'flash_sale_steps';
/** Any constant that nothing else locks: "steps" in ASCII. */
const SCHEMA_LOCK = '495874699379';
/** One simple query, hence one transaction: replicas that come at once make it once. */
const MAKE_SCHEMA = `SELECT pg_advisory_xact_lock(${SCHEMA_LOCK});
DO $$ BEGIN
  IF to_regnamespace('${SCHEMA}') IS NULL THEN CREATE SCHEMA ${SCHEMA}; END IF;
END $$`;

/** How to reach the scratch tables: the same database, another schema. */
export function scratchUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options');
  const schema = `-c search_path=${SCHEMA}`;
  url.searchParams.set('options', options === null ? schema : `${options} ${schema}`);
  return url.href;
}

/** Connections to the scratch tables, which are made if they aren't there. Throws rather than touch other tables. */
export async function openScratch(
  databaseUrl: string,
  options: { poolSize: number; onError: (error: Error) => void },
): Promise<DataSource> {
  const url = scratchUrl(databaseUrl);
  const scratch = await openDataSource({ url, name: 'flash-sale steps', ...options }).catch(wordsForPooler);
  try {
    await scratch.query(MAKE_SCHEMA);
    const [found] = await scratch.query<{ schema: string }[]>('SELECT current_schema() AS schema');
    if (found?.schema !== SCHEMA) throw new Error(`steps would run in the schema ${found?.schema}`);
    // A sale needs a product.
    await migrateStore({ url, name: 'flash-sale steps', onError: options.onError });
    return scratch;
  } catch (error) {
    await scratch.destroy();
    throw error;
  }
}

/** "protocol_violation": what a pooler says of options that it doesn't pass on. */
const NOT_PASSED_ON = '08P01';

function wordsForPooler(error: unknown): never {
  const isPooler = error instanceof Error && 'code' in error && error.code === NOT_PASSED_ON;
  if (!isPooler) throw error;
  throw new Problem(
    'UNAVAILABLE',
    'Step-throughs need sessions of PostgreSQL itself, and DATABASE_URL leads to a pooler.',
  );
}

/** A sale of its own for one session, open, without a race window. */
export async function insertScratchSale(postgres: Queryable, stock: number): Promise<string> {
  const rows = await postgres.query<{ id: string }[]>(
    `INSERT INTO sales (product_id, mode, stock, remaining, race_window_ms)
     SELECT min(id), 'LAB', $1, $1, 0 FROM products RETURNING id`,
    [stock],
  );
  return rows[0]?.id ?? '';
}

/** Takes away sales and everything that was made of them. What the ledger tells of stays: nothing there can be changed. */
export async function deleteScratchSales(postgres: Queryable, saleIds: readonly string[]): Promise<void> {
  await postgres.query(
    `WITH pool AS (DELETE FROM unit_pool WHERE sale_id = ANY($1::bigint[]))
     DELETE FROM orders WHERE sale_id = ANY($1::bigint[])`,
    [saleIds],
  );
  await postgres.query(
    `DELETE FROM sales s WHERE id = ANY($1::bigint[]) AND NOT EXISTS (SELECT FROM sale_events e WHERE e.sale_id = s.id)`,
    [saleIds],
  );
}

/** Orders of a sale, for who looks on. */
export async function countOrders(postgres: Queryable, saleId: string): Promise<number> {
  const rows = await postgres.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM orders WHERE sale_id = $1',
    [saleId],
  );
  return rows[0]?.count ?? 0;
}

/** Ends the sessions of these names, whatever they are doing. */
export async function endSessions(postgres: Queryable, names: readonly string[]): Promise<void> {
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = ANY($1::text[]) AND datname = current_database()`,
    [names],
  );
}
