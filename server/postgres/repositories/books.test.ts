import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../../tests/_util/engine.ts';
import { createBooksReader, readBooks } from './books.ts';

const ORDERS = 21_000;

let engine: TestEngine;
/** Since when orders were counted, one entry for each statement. */
const since: unknown[] = [];
const postgres = {
  async query<Rows>(sql: string, values: unknown[] = []): Promise<Rows> {
    since.push(values[1]);
    return (await engine.sql(sql, values)) as Rows;
  },
};
const readAgain = createBooksReader(postgres);

async function addOrders(count: number, createdAt: string): Promise<void> {
  await engine.sql(
    `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, created_at)
     SELECT gen_random_uuid(), 1, epoch, 'ada', 1, 'ROW_LOCK', ${createdAt} FROM sales, generate_series(1, $1::int) WHERE sales.id = 1`,
    [count],
  );
}

/** Reads both ways and holds them against each other; resolves with how often it had to ask. */
async function readBothWays(): Promise<number> {
  const whole = await readBooks({ query: (sql, values) => engine.sql(sql, values) as never }, '1');
  since.length = 0;
  expect(await readAgain('1')).toEqual(whole);
  return since.length;
}

beforeAll(async () => {
  engine = await openTestEngine();
  await engine.services.sales.reset('1', { stock: 100_000, raceWindowMs: null }, 'test');
  await addOrders(ORDERS, "now() - interval '1 hour'");
  await engine.sql('UPDATE sales SET remaining = remaining - $1 WHERE id = 1', [ORDERS]);
});
afterAll(() => engine[Symbol.asyncDispose]());

test('of a large sale only the newest orders are counted again, and the books are the same', async () => {
  expect(await readBothWays()).toBe(1);
  expect(since).toEqual(['-infinity']);
  await addOrders(3, 'clock_timestamp()');
  await engine.sql('UPDATE sales SET remaining = remaining - 3 WHERE id = 1');
  expect(await readBothWays()).toBe(1);
  expect(since).not.toContain('-infinity');
});

test('an order that was committed late is not missed', async () => {
  await addOrders(1, "now() - interval '1 minute'");
  await engine.sql('UPDATE sales SET remaining = remaining - 1 WHERE id = 1');
  expect(await readBothWays()).toBe(2);
  expect(await readBothWays()).toBe(1);
});

test('books that do not add up are counted whole, each time', async () => {
  await engine.sql(
    "UPDATE orders SET status = 'CANCELLED' WHERE id = (SELECT min(id::text)::uuid FROM orders)",
  );
  await engine.sql('UPDATE sales SET remaining = remaining + 2 WHERE id = 1');
  expect(await readBothWays()).toBe(2);
  expect(await readBothWays()).toBe(2);
  await engine.sql('UPDATE sales SET remaining = remaining - 1 WHERE id = 1');
  expect(await readBothWays()).toBe(1);
});

test('a reset begins anew', async () => {
  await engine.services.sales.reset('1', { stock: 5, raceWindowMs: null }, 'test');
  expect(await readBothWays()).toBe(2);
  expect(await readBothWays()).toBe(1);
  expect(since).toEqual(['-infinity']);
});
