import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { gateKeys } from '../redis/keys.ts';
import { createShards, shardNames, type Shards } from '../redis/shards.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';

let lab: TestEngine;
let redis: Redis;
let shards: Shards;
beforeAll(async () => {
  lab = await openTestEngine();
  redis = new Redis(lab.stores.redisUrl);
  shards = createShards(redis);
});
afterAll(async () => {
  redis.disconnect();
  await lab[Symbol.asyncDispose]();
});

const prepare = (stock: number) => lab.services.sales.reset('1', { stock, raceWindowMs: null }, 'test');
const fence = async (): Promise<number> => (await lab.services.sales.find('1'))?.fence ?? 0;
const buy = async (buyerId: string, quantity = 1): Promise<string> => {
  const input = { saleId: '1', buyerId, quantity, strategy: 'SHARDED_COUNTER', idempotencyKey: null };
  return (await lab.services.purchases.purchase(input, ANONYMOUS)).answer.kind;
};
/** Units in each shard of the running fence, null where none stands. */
const left = async (): Promise<(number | null)[]> => {
  const now = await fence();
  const texts = await redis.mget(shardNames('1').map((name) => gateKeys(name, now).left));
  return texts.map((text) => (text === null ? null : Number(text)));
};
const inOrder = (counts: (number | null)[]) => counts.toSorted((a, b) => (a ?? 0) - (b ?? 0));
const empty = async (): Promise<void> => {
  const now = await fence();
  await Promise.all(shardNames('1').map((name) => redis.set(gateKeys(name, now).left, '0')));
};

test('the stock lies in eight slots, and every shard fades an hour after its last sale', async () => {
  await prepare(20);
  expect(await buy('ada')).toBe('confirmed');
  expect(inOrder(await left())).toEqual([1, 2, 2, 2, 3, 3, 3, 3]);
  const now = await fence();
  const keys = shardNames('1').map((name) => gateKeys(name, now).left);
  expect(new Set(keys.map((key) => /\{(.*)\}/.exec(key)?.[1])).size).toBe(8);
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(59 * 60 * 1_000);
});

test('one buyer gets units that lie in all shards, and one who wants more than there is takes none', async () => {
  await prepare(9);
  expect(await buy('ada')).toBe('confirmed');
  expect(await buy('bob', 9)).toBe('soldOut');
  expect((await left()).reduce((sum: number, units) => sum + (units ?? 0), 0)).toBe(8);
  expect(await buy('cyd', 8)).toBe('confirmed');
  expect(await left()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    verdict: 'EXACT',
    sold: 9,
    redisRemaining: 0,
  });
});

test('a reservation that is asked for twice is taken once, and what goes back goes back once', async () => {
  const sale = await prepare(16);
  await shards.fill('1', sale);
  const wanted = { orderId: uuidv7(), saleId: '1', fence: sale.fence, quantity: 5 };
  const names = shards.namesFor({ saleId: '1', buyerId: 'ada' });
  const first = await shards.take(wanted, names);
  expect(first).toMatchObject({ missing: 0, pending: 0, isAbsent: false });
  expect(first.parts.map(({ quantity }) => quantity)).toEqual([2, 2, 1]);
  expect(await shards.take(wanted, names)).toEqual(first);
  expect((await left()).reduce((sum: number, units) => sum + (units ?? 0), 0)).toBe(11);
  await Promise.all([shards.settle(first.parts, true), shards.settle(first.parts, true)]);
  expect(await left()).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
});

test('units that go back may be taken by the same reservation again, as many as there are by then', async () => {
  const sale = await prepare(16);
  await shards.fill('1', sale);
  const [name = ''] = shardNames('1');
  const wanted = { orderId: uuidv7(), saleId: '1', fence: sale.fence, quantity: 5 };
  const take = async () => (await shards.take(wanted, [name])).parts;
  const two = { ...wanted, saleId: name, quantity: 2 };
  expect(await take()).toEqual([two]);
  await shards.settle([two], true);
  await redis.set(gateKeys(name, sale.fence).left, '5');
  expect(await take()).toEqual([{ ...two, quantity: 5 }]);
  expect(await take()).toEqual([{ ...two, quantity: 5 }]);
  expect((await left())[0]).toBe(0);
});

test('a buyer of a thousand keeps Redis no longer than a buyer of one', async () => {
  const sale = await prepare(1_000);
  await shards.fill('1', sale);
  await redis.config('RESETSTAT');
  const wanted = { orderId: uuidv7(), saleId: '1', fence: sale.fence, quantity: 1_000 };
  expect((await shards.take(wanted, shardNames('1'))).parts).toHaveLength(8);
  // Two looks in each shard: for all of it, and for what there was of it.
  const [, looks] = /cmdstat_zscore:calls=(\d+)/.exec(await redis.info('commandstats')) ?? [];
  expect(Number(looks)).toBe(16);
});

test('shards that say empty with units left are filled before anyone is told sold out', async () => {
  await prepare(10);
  expect(await buy('ada')).toBe('confirmed');
  await empty();
  expect(await buy('bob')).toBe('confirmed');
  // Counted anew while Postgres had nine.
  expect(inOrder(await left())).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
});

test('units that the shards promise to others are sold to whoever Postgres sells them to', async () => {
  const { fence: now } = await prepare(1);
  await buy('nobody', 2);
  const [name = ''] = shardNames('1');
  const dead = { orderId: uuidv7(), saleId: name, fence: now, quantity: 1 };
  expect((await shards.take(dead, [name])).parts).toEqual([dead]);
  expect(await buy('ada')).toBe('confirmed');
  expect(await buy('bob')).toBe('soldOut');
});

test('what a dead server had reserved in the shards is settled when its lease is over', async () => {
  await prepare(16);
  expect(await buy('ada', 3)).toBe('confirmed');
  const [order] = await lab.sql<{ id: string }>('SELECT id FROM orders WHERE sale_id = 1');
  const now = await fence();
  const [first = '', second = ''] = shardNames('1');
  const before = await left();
  const pending = (name: string): string => gateKeys(name, now).pending;
  await redis.zadd(pending(first), 1, `${uuidv7()}:2`);
  await redis.zadd(pending(second), 1, `${order?.id}:1`);
  const [inFirst = 0, inSecond = 0, ...others] = before;
  await expect.poll(left).toEqual([(inFirst ?? 0) + 2, inSecond, ...others]);
  await expect.poll(() => redis.exists(pending(first), pending(second))).toBe(0);
});

test('shards of an old fence are forgotten by the reaper', async () => {
  await prepare(5);
  expect(await buy('ada')).toBe('confirmed');
  const now = await fence();
  expect(await shards.list()).toContainEqual({ saleId: '1', fence: now });
  await prepare(5);
  await expect.poll(() => shards.list()).not.toContainEqual({ saleId: '1', fence: now });
});
