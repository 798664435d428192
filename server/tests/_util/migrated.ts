import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../postgres/data-source.ts';
import { migrate } from '../../postgres/migrate.ts';
import { freshStores, type FreshStores } from './stores.ts';

const SEED = new URL('../../postgres/sql/seed.sql', import.meta.url);

/** Stores that nobody else uses, with the product's tables, and a pool of connections to them: what a part needs that stands on no engine. */
export interface MigratedStores extends AsyncDisposable {
  readonly stores: FreshStores;
  readonly postgres: DataSource;
}

/** Opens them. `seed` is what stands in them: the product's own unless said otherwise. */
export async function openMigrated(seed = readFileSync(SEED, 'utf8')): Promise<MigratedStores> {
  const stores = await freshStores();
  const pool = { name: 'test', poolSize: 3, onError: () => undefined };
  const postgres = await openDataSource({ ...pool, url: stores.databaseUrl });
  await migrate(postgres, seed);
  return {
    stores,
    postgres,
    async [Symbol.asyncDispose]() {
      await postgres.destroy();
      await stores[Symbol.asyncDispose]();
    },
  };
}
