import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readStanding } from '../postgres/repositories/sales.ts';
import { createTruth } from '../postgres/truth.ts';
import { openRedis } from '../redis/connection.ts';
import { createGate } from '../redis/gate.ts';
import { gateKeys } from '../redis/keys.ts';
import { createLife, type Claim, type Life } from '../redis/life.ts';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { watchRedis } from './redis-watch.ts';

let migrated: MigratedStores;
let redis: Redis;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated();
  ({ postgres } = migrated);
  redis = await openRedis(migrated.stores.redisUrl, () => undefined);
});
afterAll(async () => {
  redis.disconnect();
  await migrated[Symbol.asyncDispose]();
});
beforeEach(async () => void (await redis.flushall()));

const claimed = async (life: Life): Promise<Claim> => {
  const answer = await life.ask();
  if (typeof answer === 'string') throw new Error(`no claim: ${answer}`);
  return answer;
};
const leftOf = async (saleId: string): Promise<string | null> => {
  const sale = await readStanding(postgres, saleId);
  return redis.get(gateKeys(saleId, sale?.fence ?? 0).left);
};
const left = (): Promise<string | null> => leftOf('1');

/** A watch whose first build of a gate is followed by `then`. */
const watchWith = (then: () => Promise<unknown>): Promise<Disposable> => {
  const gate = createGate(redis);
  let builds = 0;
  const build: typeof gate.build = async (...built) => {
    await gate.build(...built);
    builds += 1;
    if (builds === 1) await then();
  };
  const pubSub = { publish: () => undefined };
  const truth = createTruth(postgres);
  const onError = (error: unknown): void => {
    throw error;
  };
  return watchRedis({ postgres, redis, gate: { ...gate, build }, truth, pubSub, onError });
};

test('a watch has built the gates of a new Redis when it has begun', async () => {
  using _watch = await watchWith(async () => undefined);
  expect(await left()).toBe('100');
});

test('a flush between the building of the gates and the mark that they are built is noticed', async () => {
  using _watch = await watchWith(() => redis.flushall());
  await expect.poll(left).toBe('100');
});

test('a sale that a long reset has locked keeps no other from its gate, and gets its own after it', async () => {
  const [added] = await postgres.query<{ id: string }[]>(
    "INSERT INTO sales (product_id, mode, stock, remaining) SELECT min(id), 'LAB', 7, 7 FROM products RETURNING id",
  );
  const runner = postgres.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT FROM sales WHERE id = 1 FOR UPDATE');
  const watching = watchWith(async () => undefined);
  // Well before a statement that waits for the lock gives up.
  await expect.poll(() => leftOf(added?.id ?? ''), { timeout: 1_500 }).toBe('7');
  expect(await left()).toBe(null);
  await runner.commitTransaction();
  await runner.release();
  using _watch = await watching;
  expect(await left()).toBe('100');
});

test('of two replicas one builds; the other does when that one has died, and sooner after a flush', async () => {
  const [one, other] = [createLife(redis), createLife(redis)];
  await claimed(one);
  expect(await other.ask()).toBe('claimed');
  // A claim that was made, but whose answer was lost, is the same replica's again.
  await claimed(one);
  await redis.flushall();
  const claim = await claimed(other);
  expect(await one.ask()).toBe('claimed');
  await expect.poll(() => one.ask()).toBeInstanceOf(Object);
  await claim.end();
  expect(await other.ask()).toBe('claimed');
});

test('a claim that is prolonged stands, and one that is ended makes this life known', async () => {
  const [one, other] = [createLife(redis), createLife(redis)];
  const claim = await claimed(one);
  const until = performance.now() + 1_300;
  await expect
    .poll(async () => {
      await claim.prolong();
      expect(await other.ask()).toBe('claimed');
      return performance.now() > until;
    })
    .toBe(true);
  await claim.end();
  expect([await one.ask(), await other.ask()]).toEqual(['known', 'known']);
});

test('a claim is over when Redis was flushed, whatever it says then', async () => {
  const life = createLife(redis);
  const claim = await claimed(life);
  await redis.flushall();
  await claim.prolong();
  await claim.end();
  await claimed(life);
});
