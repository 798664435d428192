import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { openBooks, STRICT, type Books } from '../simulation/books.ts';
import { groupOf } from '../simulation/postgres-values.ts';
import { decidePurchases } from '../simulation/purchase-group-model.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { openDataSource } from './data-source.ts';
import { isNeverSent, TooLateToSend } from './errors.ts';
import { migrate } from './migrate.ts';
import { arrayLiteral, decideGroup, groupPool, type GroupPool } from './purchase-group.ts';

// A group in which everybody gets what they want is written at once, any other one by one; the model knows one way only.
const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD')`;
const FENCE = 2;
const SALE = `INSERT INTO sales (product_id, mode, stock, remaining, limit_per_buyer, fence)
  VALUES (1, 'LIVE', $1, $1, $2, ${FENCE}) RETURNING id`;
const ROWS = `SELECT buyer_id || ' x' || quantity AS bought, (extract(epoch FROM created_at) * 1000)::float8 AS at
  FROM orders WHERE sale_id = $1 ORDER BY created_at`;
const RUNS = 40;

let stores: FreshStores;
let pool: pg.Pool;
let on: GroupPool;
beforeAll(async () => {
  stores = await freshStores();
  const options = { url: stores.databaseUrl, name: 'groups', poolSize: 2, onError: () => undefined };
  const postgres = await openDataSource(options);
  await migrate(postgres, SEED);
  await postgres.destroy();
  pool = new pg.Pool({ connectionString: stores.databaseUrl, max: 2 });
  on = groupPool(pool);
});
afterAll(async () => {
  await pool.end();
  await stores[Symbol.asyncDispose]();
});

/** On books instead of Postgres. */
function modelOf(books: Books): GroupPool {
  return {
    decide(sale, columns) {
      const { fence, group } = groupOf([...sale, ...columns]);
      const { rows, orders } = decidePurchases(books, fence, group, STRICT);
      books.orders = [...books.orders, ...orders];
      books.remaining -= orders.reduce((sum, { quantity }) => sum + quantity, 0);
      return Promise.resolve(rows);
    },
    lookup: { query: () => Promise.reject(new Error('the model has no more to read')) },
  };
}

const endsOf = async (postgres: GroupPool, group: readonly PurchaseRequest[]): Promise<PurchaseOutcome[]> =>
  Promise.all((await decideGroup(postgres, group)).map((end) => Promise.resolve(end)));

/** What there is to compare: replays are looked up, and times are those of Postgres. */
function tell(outcome: PurchaseOutcome): string {
  switch (outcome.kind) {
    case 'confirmed':
      return `confirmed, ${outcome.remaining} left`;
    case 'inProgress':
    case 'replayed':
      return 'replayed';
    case 'limitReached':
    case 'overloaded':
      return 'limit';
    default:
      return outcome.kind;
  }
}

const wish = fc.record({
  buyer: fc.constantFrom('ada', 'bob', 'cem', 'dora'),
  quantity: fc.integer({ min: 1, max: 3 }),
  key: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 3 }),
});
const group = fc.record({
  wishes: fc.array(wish, { minLength: 1, maxLength: 6 }),
  // Of a server that has not heard of the sale's fence yet, or of one whose Postgres has gone back in time.
  fence: fc.oneof({ weight: 2, arbitrary: fc.constant(FENCE) }, fc.constantFrom(FENCE - 1, FENCE + 1)),
});
const run = fc.record({
  stock: fc.integer({ min: 0, max: 40 }),
  limit: fc.option(fc.integer({ min: 2, max: 5 }), { freq: 3 }),
  groups: fc.array(group, { minLength: 1, maxLength: 5 }),
});

test('groups are decided as the model decides them, written at once or one by one', async () => {
  const decided = fc.asyncProperty(run, async ({ stock, limit, groups }) => {
    const { rows } = await pool.query<{ id: string }>(SALE, [stock, limit]);
    const saleId = rows[0]?.id ?? '';
    const books = openBooks({ saleId, stock, limitPerBuyer: limit });
    const model = modelOf({ ...books, fence: FENCE });
    const told: PurchaseOutcome[] = [];
    for (const { wishes, fence } of groups) {
      const requests = wishes.map(({ buyer, quantity, key }): PurchaseRequest => {
        const named = key === null ? null : `key-${key}`;
        const fingerprint = key === null ? null : `${saleId}/${quantity}`;
        const bound = { saleId, epoch: 1, fence, strategy: 'GROUP_COMMIT', key: named, fingerprint };
        return { ...bound, orderId: randomUUID(), buyerId: `${buyer}-${saleId}`, quantity };
      });
      const real = await endsOf(on, requests);
      const modelled = await endsOf(model, requests);
      expect(real.map(tell)).toEqual(modelled.map(tell));
      told.push(...real);
    }
    const bought = told.flatMap((end) => (end.kind === 'confirmed' ? [end.order] : []));
    expect((await pool.query(ROWS, [saleId])).rows).toEqual(
      bought.map(({ buyerId, quantity, createdAtMs: at }) => ({ bought: `${buyerId} x${quantity}`, at })),
    );
  });
  await fc.assert(decided, { numRuns: RUNS });
});

test('a key that was used is no end of its group, and what was begun at once leaves nothing', async () => {
  const { rows } = await pool.query<{ id: string }>(SALE, [10, null]);
  const saleId = rows[0]?.id ?? '';
  const asked = (buyerId: string, key: string | null) => {
    const fingerprint = key === null ? null : 'one';
    const bound = { saleId, epoch: 1, fence: FENCE, quantity: 1, strategy: 'GROUP_COMMIT', key, fingerprint };
    return { ...bound, orderId: randomUUID(), buyerId };
  };
  const first = asked('zoe', 'zoes-key');
  const ends = async (group: PurchaseRequest[]) => (await endsOf(on, group)).map(({ kind }) => kind);
  expect(await ends([first])).toEqual(['confirmed']);
  expect(
    await ends([asked('yan', null), { ...first, orderId: randomUUID() }, asked('xia', 'a-key')]),
  ).toEqual(['confirmed', 'replayed', 'confirmed']);
  const books = await pool.query('SELECT stock - remaining AS gone FROM sales WHERE id = $1', [saleId]);
  expect(books.rows).toEqual([{ gone: 3 }]);
});

test('what waited for a connection until it was too late to decide it is not sent', async () => {
  const { rows } = await pool.query<{ id: string }>(SALE, [10, null]);
  const saleId = rows[0]?.id ?? '';
  const request = { saleId, epoch: 1, fence: FENCE, quantity: 1, strategy: 'REDIS_STREAM', buyerId: 'ada' };
  const late = (inMs: number): PurchaseRequest => {
    const decideBy = performance.now() + inMs;
    return { ...request, orderId: randomUUID(), key: null, fingerprint: null, decideBy };
  };
  const busy = await Promise.all([pool.connect(), pool.connect()]);
  const group = decideGroup(on, [late(60_000), late(50)]).catch((error: unknown) => error);
  const begunAt = performance.now();
  await expect.poll(() => performance.now() - begunAt).toBeGreaterThan(60);
  for (const client of busy) client.release();
  const error = await group;
  expect(error).toBeInstanceOf(TooLateToSend);
  expect(isNeverSent(error)).toBe(true);
  const sold = await pool.query('SELECT count(*)::int AS sold FROM orders WHERE sale_id = $1', [saleId]);
  expect(sold.rows).toEqual([{ sold: 0 }]);
  expect((await endsOf(on, [late(60_000)])).map(({ kind }) => kind)).toEqual(['confirmed']);
});

test('a limit per buyer is counted from the orders of the buyers, not from those of the sale', async () => {
  const { rows } = await pool.query<{ id: string }>(SALE, [10_000, 2]);
  const saleId = rows[0]?.id ?? '';
  const bulk = `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy)
    SELECT gen_random_uuid(), $1, 1, 'bulk-' || n, 1, 'GROUP_COMMIT' FROM generate_series(1, 5000) n`;
  const client = await pool.connect();
  const rowsRead = async (): Promise<number> => {
    const read = `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'orders'`;
    return Number((await client.query<{ rows: string }>(read)).rows[0]?.rows);
  };
  try {
    // A plan that was made while there were few orders is kept when there are many.
    await client.query("SELECT units_of_buyer($1, 'bulk-' || n) FROM generate_series(1, 10) n", [saleId]);
    await client.query(bulk, [saleId]);
    await client.query('BEGIN');
    const before = await rowsRead();
    const units = await client.query('SELECT units_of_buyer($1, $2)::int AS units', [saleId, 'bulk-7']);
    expect(units.rows).toEqual([{ units: 1 }]);
    expect((await rowsRead()) - before).toBeLessThan(10);
    await client.query('ROLLBACK');
  } finally {
    client.release();
  }
});

test('a column reads in Postgres as it was written, whatever is in it', async () => {
  const text = fc.array(fc.option(fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'))));
  const tricky = ['NULL', 'null', '', ' ', '{}', 'a,b', '"', '\\', '\\"', "'", 'größe', null];
  await fc.assert(
    fc.asyncProperty(text, async (values) => {
      const { rows } = await pool.query<{ values: unknown }>('SELECT $1::text[] AS values', [
        arrayLiteral(values),
      ]);
      expect(rows[0]?.values).toEqual(values);
    }),
    { numRuns: 50, examples: [[tricky]] },
  );
});
