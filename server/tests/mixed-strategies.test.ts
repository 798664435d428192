import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Sale } from '../domain/sale.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { purchaseToEnd } from './_util/purchase-to-end.ts';
import { runSql } from './_util/sql.ts';

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

async function prepare(stock: number, limit: number | null): Promise<Sale> {
  await lab.sql('UPDATE sales SET limit_per_buyer = $1 WHERE id = 1', [limit]);
  return lab.services.sales.reset('1', { stock, raceWindowMs: 0 }, 'test');
}

/** Whether a statement of somebody stands in line for a lock. */
async function isWaiting(): Promise<boolean> {
  const rows = await lab.sql(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}

async function aWait(): Promise<void> {
  while (!(await isWaiting()));
}

const TAKE_ONE = `SELECT outcome FROM take_pooled(gen_random_uuid(), 1, (SELECT epoch FROM sales WHERE id = 1), 'ada', 1, 'SKIP_LOCKED',
  NULL, NULL, $1)`;

test.each(strategyNames.filter((name) => strategies[name].safe))(
  'a buyer of the pool and the same buyer by %s stay within the limit',
  async (name) => {
    const { fence } = await prepare(10, 1);
    await lab.sql('SELECT fill_pool(1, fence, 5) FROM sales WHERE id = 1');
    await other.query('BEGIN');
    expect((await other.query(TAKE_ONE, [fence])).rows).toEqual([{ outcome: 'CONFIRMED' }]);
    const second = buy('ada', name);
    await aWait();
    await other.query('COMMIT');
    expect(await second).toBe('limitReached');
  },
);

test('a buyer of the pool who comes while the fence is being raised buys nothing under the old one', async () => {
  const { fence } = await prepare(10, null);
  await lab.sql('SELECT fill_pool(1, fence, 5) FROM sales WHERE id = 1');
  await other.query('BEGIN');
  await other.query('UPDATE sales SET fence = fence + 1 WHERE id = 1');
  let isAnswered = false;
  const late = runSql(lab.stores.databaseUrl, TAKE_ONE, [fence]).finally(() => (isAnswered = true));
  await expect.poll(async () => isAnswered || (await isWaiting())).toBe(true);
  await other.query('COMMIT');
  expect(await late).toEqual([{ outcome: 'FENCED' }]);
});

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

test('however many find the pool empty at the same time, it is filled once', async () => {
  const { fence } = await prepare(10_000, null);
  const fill = (under = fence) => runSql(lab.stores.databaseUrl, 'SELECT fill_pool(1, $1, 500)', [under]);
  const pool = () =>
    lab.sql('SELECT count(*)::int AS standing, (SELECT pool_moved FROM sales) AS moved FROM unit_pool');
  await fill(fence - 1);
  expect(await pool()).toEqual([{ standing: 0, moved: 0 }]);
  await Promise.all(Array.from({ length: 8 }, () => fill()));
  expect(await pool()).toEqual([{ standing: 500, moved: 500 }]);
  expect(await buy('ada', 'SKIP_LOCKED', 250)).toBe('confirmed');
  await fill();
  expect(await pool()).toEqual([{ standing: 250, moved: 500 }]);
  expect(await buy('bob', 'SKIP_LOCKED', 1)).toBe('confirmed');
  await fill();
  expect(await pool()).toEqual([{ standing: 500, moved: 751 }]);
});

test.each([400, 1_000])('a buyer of %i finds them in a pool where fewer stand', async (quantity) => {
  await prepare(2_000, null);
  await lab.sql('SELECT fill_pool(1, fence, 300) FROM sales WHERE id = 1');
  expect(await buy('ada', 'SKIP_LOCKED', quantity)).toBe('confirmed');
  // From the pool, which was not taken back for that.
  expect(await lab.sql('SELECT pool_moved > 300 AS filled FROM sales')).toEqual([{ filled: true }]);
  expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: quantity });
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
