import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { haveSold, pauseForExcess, readImbalances } from '../postgres/repositories/imbalances.ts';
import { resetSale } from '../postgres/repositories/sales.ts';
import { createTruth } from '../postgres/truth.ts';
import { openRedis } from '../redis/connection.ts';
import { createGate, type Gate } from '../redis/gate.ts';
import { holdLock } from '../tests/_util/sql.ts';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { startReconciler } from './reconciler.ts';

const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD');
  INSERT INTO sales (product_id, mode, stock, remaining) SELECT 1, 'LAB', 10, 10 FROM generate_series(1, 2)`;
const UNSAFE = ['LOST_UPDATE'];

let migrated: MigratedStores;
let redis: Redis;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated(SEED);
  ({ postgres } = migrated);
  redis = await openRedis(migrated.stores.redisUrl, () => undefined);
});
afterAll(async () => {
  redis.disconnect();
  await migrated[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await reset('1');
  await reset('2');
  await postgres.query("UPDATE sales SET state = 'OPEN'");
});

const reset = (saleId: string) =>
  resetSale(
    postgres,
    saleId,
    { stock: 10, raceWindowMs: null },
    { kind: 'reset', actor: 'test', reason: '' },
  );

/** An order that the sale's row knows nothing of. */
const oversell = (saleId: string, strategy: string) =>
  postgres.query(
    `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy)
     SELECT gen_random_uuid(), id, epoch, 'ada', 3, $2 FROM sales WHERE id = $1`,
    [saleId, strategy],
  );
const statesOf = async (): Promise<string[]> => {
  const rows = await postgres.query<{ state: string }[]>('SELECT state FROM sales ORDER BY id');
  return rows.map(({ state }) => state);
};
/** What the ledger says of pauses in the running epoch. */
const pauses = (saleId: string) =>
  postgres.query(
    "SELECT detail FROM sale_events JOIN sales s ON s.id = sale_id AND s.epoch = sale_events.epoch WHERE sale_id = $1 AND kind = 'pause'",
    [saleId],
  );

/** A reconciler that does `beforeGates` between its look at the books and that at the gates, and two whole rounds of it. */
function start(beforeGates: () => Promise<unknown> = async () => undefined) {
  const gate = createGate(redis);
  const errors: unknown[] = [];
  let rounds = 0;
  let end = (): void => undefined;
  const twoRounds = new Promise<void>((resolve) => (end = resolve));
  const read: Gate['read'] = async (saleId, fence) => {
    if (saleId === '1') rounds += 1;
    // A third round begins when the second has ended.
    if (rounds === 3) end();
    if (saleId === '1' && rounds === 1) await beforeGates();
    return gate.read(saleId, fence);
  };
  const reconciler = startReconciler({
    postgres,
    gate: { ...gate, read },
    truth: createTruth(postgres),
    pubSub: { publish: () => undefined },
    unsafeStrategies: UNSAFE,
    onError: (error) => errors.push(error),
  });
  return { reconciler, errors, twoRounds };
}

test('a sale that is reset while it is looked at is not accused of what was before', async () => {
  await oversell('1', 'LOST_UPDATE');
  const { reconciler, errors, twoRounds } = start(() => reset('1'));
  using _running = reconciler;
  await twoRounds;
  expect(errors).toEqual([]);
  expect(await statesOf()).toEqual(['OPEN', 'OPEN']);
  expect(await pauses('1')).toEqual([]);
  expect(reconciler.excess()).toBe(0);
});

test('one that holds more than there is is paused once, and is in the alarm figure for as long as it does', async () => {
  await oversell('1', 'ROW_LOCK');
  const { reconciler, errors, twoRounds } = start();
  using _running = reconciler;
  await twoRounds;
  expect(errors).toEqual([]);
  expect(await statesOf()).toEqual(['PAUSED', 'OPEN']);
  expect(await pauses('1')).toEqual([{ detail: { units: 3 } }]);
  expect(reconciler.excess()).toBe(3);
  await reset('1');
  await expect.poll(() => reconciler.excess()).toBe(0);
});

test('what was found is held against the books once more under the lock', async () => {
  await oversell('1', 'ROW_LOCK');
  const [found] = await readImbalances(postgres, ['1']);
  if (found === undefined) throw new Error('there is no sale 1');
  expect(await pauseForExcess(postgres, { ...found, fence: found.fence - 1 }, UNSAFE)).toBeNull();
  await oversell('1', 'LOST_UPDATE');
  expect(await haveSold(postgres, '1', UNSAFE)).toBe(true);
  expect(await pauseForExcess(postgres, found, UNSAFE)).toBeNull();
  await postgres.query("DELETE FROM orders WHERE strategy = 'LOST_UPDATE'");
  await postgres.query('UPDATE sales SET remaining = remaining - 3 WHERE id = 1');
  expect(await pauseForExcess(postgres, found, UNSAFE)).toBeNull();
  expect(await statesOf()).toEqual(['OPEN', 'OPEN']);
  await postgres.query('UPDATE sales SET remaining = remaining + 1 WHERE id = 1');
  expect(await pauseForExcess(postgres, found, UNSAFE)).toEqual({ units: 1, isPausedNow: true });
  expect(await pauseForExcess(postgres, found, UNSAFE)).toEqual({ units: 1, isPausedNow: false });
});

test('a sale that somebody has locked keeps nobody from looking at the next one', async () => {
  await oversell('1', 'ROW_LOCK');
  await oversell('2', 'ROW_LOCK');
  await using _long = await holdLock(
    migrated.stores.databaseUrl,
    'SELECT FROM sales WHERE id = 1 FOR UPDATE',
  );
  const { reconciler, errors } = start();
  using _running = reconciler;
  // The lock of the first one is waited for as long as a statement may take.
  await expect.poll(statesOf).toEqual(['OPEN', 'PAUSED']);
  expect(String(errors[0])).toBe("Error: the books of sale 1 can't be checked");
});
