import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { startHoldReaper } from './hold-reaper.ts';

const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD');
  INSERT INTO sales (product_id, mode, stock, remaining, held) SELECT 1, 'LAB', 10, 9, 1 FROM generate_series(1, 3);
  INSERT INTO holds (id, sale_id, epoch, buyer_id, quantity, expires_at)
  SELECT gen_random_uuid(), id, 1, 'ada', 1, now() - interval '1 second' FROM sales`;

let migrated: MigratedStores;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated(SEED);
  ({ postgres } = migrated);
});
afterAll(async () => {
  await migrated[Symbol.asyncDispose]();
});

test("a sale whose holds can't be ended is reported, and those of every other one end", async () => {
  // Their rows hold no unit, and no account goes below zero.
  await postgres.query('UPDATE sales SET held = 0 WHERE id < 3');
  const heard = new Set<string>();
  const onError = (error: unknown): unknown => heard.add(String(error));
  using _reaper = startHoldReaper({ postgres, upkeep: { returned: () => undefined }, onError });
  await expect
    .poll(() => [...heard].toSorted())
    .toEqual(['1', '2'].map((id) => `Error: the due holds of sale ${id} can't be ended`));
  await expect
    .poll(() => postgres.query('SELECT remaining, held FROM sales WHERE id = 3'))
    .toEqual([{ remaining: 10, held: 0 }]);
});
