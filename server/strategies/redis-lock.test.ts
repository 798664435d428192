import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import { openDataSource } from '../postgres/data-source.ts';
import { createTruth } from '../postgres/truth.ts';
import { openRedis } from '../redis/connection.ts';
import { lockKeys } from '../redis/keys.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';
import { redisLock } from './redis-lock.ts';
import type { PurchaseStrategy, StrategyDeps } from './strategy.ts';

const { lock, highest } = lockKeys('1');
let lab: TestEngine;
let postgres: DataSource;
let redis: Redis;
beforeAll(async () => {
  lab = await openTestEngine();
  postgres = await openDataSource({ ...pool, url: lab.stores.databaseUrl });
  redis = await openRedis(lab.stores.redisUrl, () => undefined);
});
afterAll(async () => {
  redis.disconnect();
  await postgres.destroy();
  await lab[Symbol.asyncDispose]();
});
const pool = { name: 'test', poolSize: 4, onError: () => undefined };

let sale = { id: '1', epoch: 0, fence: 0 };
async function prepare(stock: number): Promise<void> {
  sale = await lab.services.sales.reset('1', { stock, raceWindowMs: 5 }, 'test');
}
beforeEach(() => prepare(10));

/** A server of its own: it shares nothing but the stores. */
function server(through: Redis = redis): PurchaseStrategy {
  const truth = createTruth(postgres);
  const rest: Pick<StrategyDeps, 'postgres' | 'redis' | 'truth'> = { postgres, redis: through, truth };
  return redisLock.create(rest as StrategyDeps);
}

function wish(buyerId: string): PurchaseRequest {
  const { id: saleId, epoch, fence } = sale;
  const rest = { quantity: 1, strategy: 'REDIS_LOCK', key: null, fingerprint: null };
  return { orderId: uuidv7(), saleId, epoch, fence, buyerId, ...rest };
}

const lockFence = async (): Promise<number> => {
  const [row] = await lab.sql<{ lock_fence: string }>('SELECT lock_fence FROM sales WHERE id = 1');
  return Number(row?.lock_fence);
};
const sold = async (): Promise<number> => {
  const [row] = await lab.sql<{ sold: number }>(
    'SELECT coalesce(sum(quantity), 0)::int AS sold FROM orders WHERE sale_id = 1',
  );
  return row?.sold ?? 0;
};

/** A server that freezes as soon as Redis has given it its first lock, until it is thawed. */
function freezing(): { through: Redis; holds: Promise<void>; thaw: () => void } {
  let thaw = (): void => undefined;
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  let begin = (): void => undefined;
  const holds = new Promise<void>((resolve) => (begin = resolve));
  const through = new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = value.bind(target);
      if (name !== 'evalsha' && name !== 'eval') return call;
      return async (...args: unknown[]) => {
        const reply: unknown = await call(...args);
        if (typeof reply === 'number' && args.includes(highest)) {
          begin();
          await thawed;
        }
        return reply;
      };
    },
  });
  return { through, holds, thaw: () => thaw() };
}

test('a holder that was frozen until its lock was over is refused by Postgres, and takes the lock again', async () => {
  const { through, holds, thaw } = freezing();
  const frozen = server(through).purchase(wish('ada'));
  await holds;
  const given = Number(await redis.get(highest));
  await redis.pexpire(lock, 0);
  expect(await server().purchase(wish('bob'))).toMatchObject({ kind: 'confirmed', remaining: 9 });
  expect(await lockFence()).toBe(given + 1);

  thaw();
  expect(await frozen).toMatchObject({ kind: 'confirmed', remaining: 8 });
  expect(await lockFence()).toBe(given + 2);
  expect(await sold()).toBe(2);
});

test('a frozen holder does not sell the last unit again', async () => {
  await prepare(1);
  const { through, holds, thaw } = freezing();
  const frozen = server(through).purchase(wish('ada'));
  await holds;
  await redis.pexpire(lock, 0);
  expect(await server().purchase(wish('bob'))).toMatchObject({ kind: 'confirmed' });
  thaw();
  expect(await frozen).toEqual({ kind: 'soldOut' });
  expect(await sold()).toBe(1);
});

test('a holder that comes late lets go of no lock but its own', async () => {
  const { through, holds, thaw } = freezing();
  const frozen = server(through).purchase(wish('ada'));
  await holds;
  await redis.set(lock, 'another server', 'PX', 600);
  thaw();
  expect(await frozen).toMatchObject({ kind: 'confirmed' });
  // It had the number, so Postgres let it sell; and the other's lock was left to end by itself.
  expect(await redis.get(lock)).toBe('another server');
  expect(await server().purchase(wish('bob'))).toMatchObject({ kind: 'confirmed' });
});

test('a counter that Redis has lost goes on from the number that Postgres knows', async () => {
  await lab.sql('UPDATE sales SET lock_fence = lock_fence + 1000 WHERE id = 1');
  await redis.del(highest);
  const known = await lockFence();
  expect(await server().purchase(wish('ada'))).toMatchObject({ kind: 'confirmed' });
  expect(await lockFence()).toBe(known + 1);
});

test('a lock that a dead server left behind turns buyers away until it ends, with nothing sold', async () => {
  await redis.set(lock, 'a dead server', 'PX', 60_000);
  expect(await server().purchase(wish('ada'))).toMatchObject({ kind: 'overloaded' });
  await redis.pexpire(lock, 0);
  expect(await server().purchase(wish('ada'))).toMatchObject({ kind: 'confirmed' });
  expect(await sold()).toBe(1);
});

test('without Redis nothing is sold, and nobody hears of an error', async () => {
  const away = await openRedis(lab.stores.redisUrl, () => undefined);
  away.disconnect();
  expect(await server(away).purchase(wish('ada'))).toMatchObject({ kind: 'overloaded' });
  expect(await sold()).toBe(0);
});

test('two servers at once sell what there is, each buyer in turn', async () => {
  await prepare(12);
  const [first, second] = [server(), server()];
  const ends = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? first : second).purchase(wish(`buyer-${index}`)),
    ),
  );
  expect(ends.filter(({ kind }) => kind === 'confirmed')).toHaveLength(12);
  expect(ends.filter(({ kind }) => kind === 'soldOut')).toHaveLength(28);
});
