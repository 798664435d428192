import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitedFor } from '../domain/afterwards.ts';
import { uuidv7 } from '../domain/ids.ts';
import type { PurchaseOutcome } from '../domain/purchase.ts';
import { openDataSource } from '../postgres/data-source.ts';
import { createGroupCommit, type GroupCommit } from '../postgres/group-commit.ts';
import { createTruth } from '../postgres/truth.ts';
import { openRedis } from '../redis/connection.ts';
import { createGate } from '../redis/gate.ts';
import { createRedisLines, type OpenRedisLines } from '../redis/lines.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';
import { strategies, strategyNames, type StrategyName } from './index.ts';

const onError = (): void => undefined;
let lab: TestEngine;
let postgres: DataSource;
let redis: Redis;
let groups: GroupCommit;
let redisLines: OpenRedisLines;
beforeAll(async () => {
  lab = await openTestEngine();
  const { databaseUrl: url, redisUrl } = lab.stores;
  postgres = await openDataSource({ url, name: 'test', poolSize: 4, onError });
  redis = await openRedis(redisUrl, onError);
  redisLines = createRedisLines(redis, () => openRedis(redisUrl, onError));
  groups = createGroupCommit(url, onError);
});
afterAll(async () => {
  await groups[Symbol.asyncDispose]();
  await redisLines[Symbol.asyncDispose]();
  redis.disconnect();
  await postgres.destroy();
  await lab[Symbol.asyncDispose]();
});

let sale = { epoch: 0, fence: 0 };
const reset = () => lab.services.sales.reset('1', { stock: 10, raceWindowMs: 0 }, 'test');
beforeEach(async () => {
  sale = await reset();
});

/** Bought without the service around it, by a server that still believes in the sale as it stood before. */
function buyAsBefore(strategy: StrategyName): Promise<PurchaseOutcome> {
  const bought = strategies[strategy].create({
    postgres,
    writes: postgres,
    groups,
    redis,
    redisLines,
    gate: createGate(redis),
    truth: createTruth(postgres),
    afterwards: waitedFor,
    attempts: { record: () => undefined },
    ends: { record: () => undefined, failed: onError },
  });
  const { epoch, fence } = sale;
  const rest = { saleId: '1', quantity: 1, key: null, fingerprint: null };
  return bought.purchase({ orderId: uuidv7(), epoch, fence, buyerId: 'ada', strategy, ...rest });
}

describe.each(strategyNames)('%s', (strategy) => {
  test.each([
    ['reset', reset],
    ['sync, which leaves the epoch as it is', () => lab.services.sales.sync('1', 'test')],
  ])('takes nothing for a purchase from before a %s', async (_what, change) => {
    await change();
    expect(await buyAsBefore(strategy)).toEqual({ kind: 'fenced' });
    expect(await lab.sql('SELECT id FROM orders')).toEqual([]);
    expect(await lab.sql('SELECT remaining, pool_moved FROM sales WHERE id = 1')).toEqual([
      { remaining: 10, pool_moved: 0 },
    ]);
  });
});
