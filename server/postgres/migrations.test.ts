import { expect, test } from 'vitest';
import { freshStores } from '../tests/_util/stores.ts';
import { openDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';

const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD');
  INSERT INTO sales (product_id, mode, stock, remaining) VALUES (1, 'LAB', 20, 20)`;
const BUY = `SELECT outcome FROM purchase_group(1, 1, ARRAY[gen_random_uuid()], ARRAY['ada'], ARRAY[1], ARRAY[NULL], ARRAY[NULL], ARRAY['GROUP_COMMIT'])`;
const BACK = 'SELECT stock - remaining AS sold FROM sales';

test('each migration can be taken back, and what is left sells as it did before', async () => {
  await using stores = await freshStores();
  const options = { url: stores.databaseUrl, name: 'migrations', poolSize: 2, onError: () => undefined };
  const postgres = await openDataSource(options);
  try {
    await migrate(postgres, SEED);
    await postgres.query('SELECT fill_pool(1, 1, 5)');
    const count = postgres.migrations.length;
    for (let sold = 1; sold < count; sold += 1) {
      await postgres.undoLastMigration();
      expect(await postgres.query(BUY)).toEqual([{ outcome: 'ALL_CONFIRMED' }]);
      expect((await postgres.query<{ sold: number }[]>(BACK))[0]?.sold).toBeGreaterThanOrEqual(sold);
    }
    await postgres.undoLastMigration();
    const left = "SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'";
    expect(await postgres.query(left)).toEqual([]);
    await migrate(postgres, SEED);
    expect(await postgres.query(BUY)).toEqual([{ outcome: 'ALL_CONFIRMED' }]);
  } finally {
    await postgres.destroy();
  }
});
