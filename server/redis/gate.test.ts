import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { openRedis } from './connection.ts';
import { createGate, type RememberingGate } from './gate.ts';

const SALE = { saleId: '7', fence: 2 };
const RESERVATION = { ...SALE, orderId: '0199a000-0000-7000-8000-000000000001', quantity: 1 };

let stores: FreshStores;
let redis: Redis;
let gate: RememberingGate;
beforeAll(async () => {
  stores = await freshStores();
  redis = await openRedis(stores.redisUrl, () => undefined);
});
afterAll(async () => {
  redis.disconnect();
  await stores[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await redis.flushall();
  gate = createGate(redis);
});

const left = async (): Promise<number | undefined> => (await gate.read(SALE.saleId, SALE.fence))?.left;

test('units that move between the raising of a fence and its gate are counted in, each once', async () => {
  await gate.correct(SALE, 3);
  await gate.credit({ ...SALE, id: 'a', quantity: 1 });
  await gate.credit({ ...SALE, id: 'a', quantity: 1 });
  expect(await left()).toBeUndefined();
  await gate.build({ ...SALE, remaining: 10 }, 1);
  expect(await left()).toBe(8);
  expect(gate.takeMissed()).toEqual([]);
});

test('a gate that is built while units move, later than its fence was raised, asks to be built anew', async () => {
  await gate.correct(SALE, 3);
  await gate.build({ ...SALE, remaining: 7 });
  expect(await left()).toBe(7);
  expect(gate.takeMissed()).toEqual([SALE]);
  expect(gate.takeMissed()).toEqual([]);
});

test('a gate that stands is neither built again nor asks for it', async () => {
  await gate.build({ ...SALE, remaining: 5 }, 1);
  await gate.correct(SALE, 2);
  await gate.build({ ...SALE, remaining: 9 }, 1);
  await gate.build({ ...SALE, remaining: 9 });
  expect(await left()).toBe(3);
  expect(gate.takeMissed()).toEqual([]);
});

test('a unit that came back and was held again is counted right, whichever the gate hears of first', async () => {
  await gate.build({ ...SALE, remaining: 1 }, 1);
  await gate.correct(SALE, 1);
  await gate.correct(SALE, 1);
  await gate.credit({ ...SALE, id: 'a', quantity: 1 });
  expect(await left()).toBe(0);
  await gate.credit({ ...SALE, id: 'b', quantity: 1 });
  expect(await left()).toBe(1);
});

test('a unit that was sold past a reservation of it takes nothing off what comes back', async () => {
  await gate.build({ ...SALE, remaining: 1 }, 1);
  await gate.reserve(RESERVATION);
  await gate.correct(SALE, 1);
  await gate.settle(RESERVATION, false);
  await gate.credit({ ...SALE, id: 'a', quantity: 1 });
  expect(await left()).toBe(1);
});

test('what Redis could not be told is remembered under the highest fence', async () => {
  const line = await openRedis(stores.redisUrl, () => undefined);
  const cut = createGate(line);
  line.disconnect();
  await expect(cut.correct(SALE, 1)).rejects.toThrow(/isn't writeable/);
  await expect(cut.credit({ ...SALE, fence: 1, id: 'a', quantity: 1 })).rejects.toThrow(/isn't writeable/);
  expect(cut.takeMissed()).toEqual([SALE]);
});
