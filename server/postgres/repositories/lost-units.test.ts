import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../domain/ids.ts';
import { openMigrated, type MigratedStores } from '../../tests/_util/migrated.ts';
import { readImbalances, returnLostUnits } from './imbalances.ts';

let migrated: MigratedStores;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated();
  ({ postgres } = migrated);
  // Ten are sold: units that were returned twice would be within the stock, and be sold twice.
  await postgres.query(
    `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy) VALUES ($1, 1, 1, 'ada', 10, 'ROW_LOCK')`,
    [uuidv7()],
  );
});
afterAll(async () => {
  await migrated[Symbol.asyncDispose]();
});

const setRemaining = (units: number) =>
  postgres.query('UPDATE sales SET stock = 20, remaining = $1 WHERE id = 1', [units]);
async function lostUnits() {
  const [found] = await readImbalances(postgres, ['1']);
  if (found === undefined) throw new Error('no sale 1');
  return found;
}

test('of two replicas that found the same units lost one returns them, and the ledger says so once', async () => {
  await setRemaining(6);
  const found = await lostUnits();
  expect(found.lost).toBe(4);
  const returned = await Promise.all([1, 2].map(() => returnLostUnits(postgres, found)));
  expect(returned.filter(Boolean)).toEqual([true]);
  expect(await lostUnits()).toMatchObject({ remaining: 10, lost: 0 });
  expect(await postgres.query("SELECT detail FROM sale_events WHERE kind = 'repair'")).toEqual([
    { detail: { units: 4 } },
  ]);
});

test('units that were lost when somebody looked are not returned once others are', async () => {
  await setRemaining(6);
  const found = await lostUnits();
  await setRemaining(9);
  expect(await returnLostUnits(postgres, found)).toBe(false);
  expect(await lostUnits()).toMatchObject({ remaining: 9, lost: 1 });
});
