import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { purchaseToEnd } from './_util/purchase-to-end.ts';

let lab: TestEngine;
let other: Client;
beforeAll(async () => {
  lab = await openTestEngine();
  other = new Client({ connectionString: lab.stores.databaseUrl });
  await other.connect();
  // The first look at a new Redis raises every fence, and these tests name the fence that they read.
  for (;;) if ((await lab.sql("SELECT FROM sale_events WHERE kind = 'rebuild'")).length > 0) return;
});
afterAll(async () => {
  await other.end();
  await lab[Symbol.asyncDispose]();
});
afterEach(async () => {
  await other.query('ROLLBACK');
});

const buy = async (buyerId: string, strategy: string, quantity = 1): Promise<string> => {
  const input = { saleId: '1', buyerId, quantity, strategy, idempotencyKey: null };
  return (await purchaseToEnd(lab.services, input)).kind;
};

async function prepare(stock: number, limit: number | null): Promise<void> {
  await lab.sql('UPDATE sales SET limit_per_buyer = $1 WHERE id = 1', [limit]);
  await lab.services.sales.reset('1', { stock, raceWindowMs: 0 }, 'test');
}

/** Until a statement of somebody stands in line for a lock. */
async function aWait(): Promise<void> {
  for (;;) {
    const rows = await lab.sql(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
  }
}

const takePooled = (buyerId: string) =>
  other.query(
    `SELECT * FROM take_pooled(gen_random_uuid(), 1, (SELECT epoch FROM sales WHERE id = 1), $1, 1, 'SKIP_LOCKED', NULL, NULL,
       (SELECT fence FROM sales WHERE id = 1))`,
    [buyerId],
  );

test.each(strategyNames.filter((name) => strategies[name].safe))(
  'a buyer of the pool and the same buyer by %s stay within the limit',
  async (name) => {
    await prepare(10, 1);
    await lab.sql('SELECT fill_pool(1, fence, 5) FROM sales WHERE id = 1');
    await other.query('BEGIN');
    expect((await takePooled('ada')).rows).toMatchObject([{ outcome: 'CONFIRMED' }]);
    const second = buy('ada', name);
    await aWait();
    await other.query('COMMIT');
    expect(await second).toBe('limitReached');
  },
);

test('a new fence counts the units that were moved while it waited', async () => {
  await prepare(10, null);
  await other.query('BEGIN');
  await other.query('SELECT fill_pool(1, fence, 10) FROM sales WHERE id = 1');
  const synced = lab.services.sales.sync('1', 'test');
  await aWait();
  await other.query('COMMIT');
  const { fence } = await synced;
  expect(await lab.services.sales.redisRemaining({ id: '1', fence })).toBe(10);
});

test('a pool beside a row that says too much already gives back no more than the stock', async () => {
  await prepare(10, null);
  await lab.sql('SELECT fill_pool(1, fence, 10) FROM sales WHERE id = 1');
  await lab.sql('UPDATE sales SET remaining = 5 WHERE id = 1');
  expect(await buy('ada', 'GROUP_COMMIT', 6)).toBe('confirmed');
  expect(await lab.sql('SELECT remaining, pool_moved FROM sales WHERE id = 1')).toEqual([
    { remaining: 4, pool_moved: 0 },
  ]);
});
