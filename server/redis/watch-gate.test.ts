import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { openRedis } from './connection.ts';
import { createGate } from './gate.ts';
import { gateKeys } from './keys.ts';
import { createRedisLines, type OpenRedisLines } from './lines.ts';
import { reserveWatched } from './watch-gate.ts';

const sale = { saleId: '7', fence: 1 };
const keys = gateKeys(sale.saleId, sale.fence);
const wish = (quantity = 1) => ({ ...sale, orderId: uuidv7(), quantity });

let stores: FreshStores;
let redis: Redis;
let lines: OpenRedisLines;
let opened = 0;
beforeAll(async () => {
  stores = await freshStores();
  redis = await openRedis(stores.redisUrl, () => undefined);
  lines = createRedisLines(redis, () => {
    opened += 1;
    return openRedis(stores.redisUrl, () => undefined);
  });
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  await lines[Symbol.asyncDispose]();
  redis.disconnect();
  await stores[Symbol.asyncDispose]();
});

/** Somebody else writes to the gate after every reading, so many times. */
function disturbed(line: Redis, times: number): Redis {
  let left = times;
  return new Proxy(line, {
    get(target, name) {
      if (name === 'time')
        return async () => {
          const time = await target.time();
          if ((left -= 1) >= 0) await redis.set(keys.left, '5');
          return time;
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test('takes what a script takes, and leaves the same behind', async () => {
  expect(await lines.use(keys.left, (line) => reserveWatched(line, wish()))).toEqual({ kind: 'absent' });
  await redis.set(keys.left, '5');
  const mine = wish(3);
  expect(await lines.use(keys.left, (line) => reserveWatched(line, mine))).toEqual({
    kind: 'reserved',
    left: 2,
  });
  expect(await lines.use(keys.left, (line) => reserveWatched(line, wish(3)))).toEqual({
    kind: 'empty',
    pending: 1,
  });
  const gate = createGate(redis);
  expect(await gate.read(sale.saleId, sale.fence)).toEqual({ left: 2, pending: 3 });
  expect(await gate.expired(sale.saleId, sale.fence, 10)).toEqual([]);
  expect(await gate.settle(mine, true)).toBe(true);
  expect(await redis.get(keys.left)).toBe('5');
});

test('begins again when somebody was faster, and takes once', async () => {
  await redis.set(keys.left, '5');
  const answer = await lines.use(keys.left, (line) => reserveWatched(disturbed(line, 2), wish()));
  expect(answer).toEqual({ kind: 'reserved', left: 4 });
  expect(await redis.zcard(keys.pending)).toBe(1);
});

test('gives up with nothing taken when somebody is faster every time', async () => {
  await redis.set(keys.left, '5');
  const answer = await lines.use(keys.left, (line) => reserveWatched(disturbed(line, Infinity), wish()));
  expect(answer).toEqual({ kind: 'contended' });
  expect([await redis.get(keys.left), await redis.zcard(keys.pending)]).toEqual(['5', 0]);
});

test('100 at once share at most eight connections, and what they take is right', async () => {
  await redis.set(keys.left, '40');
  opened = 0;
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => lines.use(keys.left, (line) => reserveWatched(line, wish()))),
  );
  const reserved = answers.filter((answer) => answer !== 'busy' && answer.kind === 'reserved').length;
  expect(reserved).toBeGreaterThan(0);
  expect([await redis.get(keys.left), await redis.zcard(keys.pending)]).toEqual([
    `${40 - reserved}`,
    reserved,
  ]);
  expect(opened).toBeLessThanOrEqual(8);
});

test('a connection whose work failed is closed with what it watched, and another is opened', async () => {
  const failed = lines.use(keys.left, async (line) => {
    await line.watch(keys.left);
    throw new Error('broken');
  });
  await expect(failed).rejects.toThrow('broken');
  await redis.set(keys.left, '5');
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => lines.use(keys.left, (line) => line.multi().get(keys.left).exec())),
  );
  expect(answers.every((answer) => answer !== null)).toBe(true);
});
