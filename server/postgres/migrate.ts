import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { openDataSource } from './data-source.ts';

// Any constant that no other program uses on this database: "flashsal" in ASCII.
const MIGRATION_LOCK = '7379263186493432172';

/**
 * Brings the schema up to date and seeds an empty store, once, whichever replica comes first: the others wait for it.
 * Each migration is one transaction, so a killed one has not happened and is run again by the next start. The source
 * has two connections at least, whose statements may take as long as they like.
 */
export async function migrate(dataSource: DataSource, seed: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
    await runner.query(seed);
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await runner.release();
  }
}

const SEED = new URL('./sql/seed.sql', import.meta.url);

/** The same with the product's seed, on connections of its own, since it may take as long as it likes: an index of a large table takes minutes. */
export async function migrateStore(at: {
  readonly url: string;
  readonly name: string;
  readonly onError: (error: Error) => void;
}): Promise<void> {
  const limits = { statementMs: 0, idleTransactionMs: 0 };
  const store = await openDataSource({ ...at, poolSize: 2, limits, differing: { silenceMaxMs: 0 } });
  try {
    await migrate(store, readFileSync(SEED, 'utf8'));
  } finally {
    await store.destroy();
  }
}
