import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';

let lab: TestEngine;
let redis: Redis;
beforeAll(async () => {
  lab = await openTestEngine();
  redis = new Redis(lab.stores.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await lab[Symbol.asyncDispose]();
});

const buy = async (index: number, strategy = 'REDIS_LUA'): Promise<string> => {
  const input = {
    saleId: '1',
    buyerId: `buyer-${index}`,
    quantity: 1,
    strategy,
    idempotencyKey: null,
  };
  const { answer } = await lab.services.purchases.purchase(input, ANONYMOUS);
  return answer.kind;
};
const prepare = async (stock: number) => lab.services.sales.reset('1', { stock, raceWindowMs: null }, 'test');
const gateKey = async (): Promise<string> => {
  const sale = await lab.services.sales.find('1');
  return `fs:{sale:1}:f${sale?.fence}:left`;
};

test('a flushed Redis is noticed by itself and rebuilt from Postgres under a new fence', async () => {
  const sale = await prepare(5);
  expect(await buy(1)).toBe('confirmed');
  await redis.flushall();
  await expect.poll(async () => (await lab.services.stats.read('1')).redisStock, { timeout: 2_000 }).toBe(4);
  const after = await lab.services.sales.find('1');
  expect(after?.fence).toBeGreaterThan(sale.fence);
  expect(
    await lab.sql("SELECT actor, reason FROM sale_events WHERE kind = 'rebuild' ORDER BY id DESC LIMIT 1"),
  ).toEqual([{ actor: 'engine', reason: 'Redis was started, restarted or flushed' }]);
});

test('purchases through a Redis that is flushed again and again sell exactly the stock', async () => {
  await prepare(60);
  const rush = Promise.all(Array.from({ length: 40 }, (_, index) => buy(index)));
  for (let round = 0; round < 5; round += 1) await redis.flushall();
  const ends = await rush;
  let sold = ends.filter((end) => end === 'confirmed').length;
  while (sold < 60) if ((await buy(1_000 + sold)) === 'confirmed') sold += 1;
  expect(await buy(9_999)).toBe('soldOut');
  expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 60, remaining: 0 });
});

test('a gate whose key was deleted is built again by the next purchase', async () => {
  await prepare(3);
  await redis.del(await gateKey());
  expect(await buy(1)).toBe('confirmed');
  expect(await redis.get(await gateKey())).toBe('2');
});

test('a gate that says empty with units left is replaced before anyone is told sold out', async () => {
  await prepare(3);
  await redis.set(await gateKey(), '0');
  expect(await buy(1)).toBe('confirmed');
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    sold: 1,
    remaining: 2,
    redisRemaining: 2,
    drift: 0,
  });
});

test('a gate that promises more than there is sells no unit too many', async () => {
  await prepare(2);
  await redis.set(await gateKey(), '50');
  const ends = await Promise.all(Array.from({ length: 10 }, (_, index) => buy(index)));
  expect(ends.filter((end) => end === 'confirmed')).toHaveLength(2);
  expect(ends.filter((end) => end === 'soldOut')).toHaveLength(8);
});

test('a reservation that nobody settles goes back to the gate when its lease is over, unless it was sold', async () => {
  const sale = await prepare(3);
  await buy(1);
  const [order] = await lab.sql<{ id: string }>('SELECT id FROM orders WHERE sale_id = 1');
  const pending = `fs:{sale:1}:f${sale.fence}:pending`;
  // Two reservations of a replica that died: one before its commit, one after.
  await redis.decrby(await gateKey(), 1);
  await redis.zadd(pending, 1, '01900000-0000-7000-8000-000000000001:1', 1, `${order?.id}:1`);
  await expect.poll(() => redis.zcard(pending)).toBe(0);
  expect(await redis.get(await gateKey())).toBe('2');
});

test('more units than there are pauses the sale and leaves the books alone', async () => {
  await prepare(3);
  await buy(1);
  await lab.sql('UPDATE sales SET remaining = remaining + 1 WHERE id = 1');
  await expect.poll(async () => (await lab.services.sales.find('1'))?.state).toBe('PAUSED');
  expect(await lab.services.sales.find('1')).toMatchObject({ remaining: 3 });
  expect(await buy(2)).toBe('notOpen');
  await lab.sql("UPDATE sales SET remaining = remaining - 1, state = 'OPEN' WHERE id = 1");
});

test('a Redis that hangs for longer than a command may take turns nobody away, and its gate is right afterwards', async () => {
  await prepare(3);
  await redis.client('PAUSE', 1_300, 'ALL');
  expect(await buy(1)).toBe('confirmed');
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    sold: 1,
    remaining: 2,
    redisRemaining: 2,
    drift: 0,
  });
});

test('a Redis that may not write since its replicas are gone is away: Postgres decides where it can, and nobody hears of an error', async () => {
  await prepare(20);
  await redis.config('SET', 'min-replicas-to-write', '1');
  try {
    const strategies = ['REDIS_LUA', 'REDIS_WATCH', 'REDIS_LOCK', 'SHARDED_COUNTER', 'REDIS_STREAM'];
    const ends = await Promise.all(strategies.map((strategy, index) => buy(index, strategy)));
    // Without a lock there is no turn, and whether a purchase stands in the stream nobody knows.
    expect(ends).toEqual(['confirmed', 'confirmed', 'overloaded', 'confirmed', 'inProgress']);
  } finally {
    await redis.config('SET', 'min-replicas-to-write', '0');
  }
});
