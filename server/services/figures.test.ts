import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSpans, noSpans } from '../domain/spans.ts';
import { openRedis } from '../redis/connection.ts';
import { addFigures, readFigures } from '../redis/figures-store.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { createFigures, type Figures } from './figures.ts';
import { readTotals, type FiguresReading } from './figures-reading.ts';

const SALE = { saleId: '1', epoch: 3 };
const END = { ...SALE, strategy: 'REDIS_LUA', quantity: 1 } as const;

let stores: FreshStores;
let redis: Redis;
let figures: Figures;
beforeAll(async () => {
  stores = await freshStores();
  redis = await openRedis(stores.redisUrl, () => undefined);
  figures = createFigures(redis, 'a-replica');
});
afterAll(async () => {
  await figures[Symbol.asyncDispose]();
  redis.disconnect();
  await stores[Symbol.asyncDispose]();
});

async function totals(): Promise<FiguresReading> {
  await figures.flush();
  return readTotals((await readFigures(redis, SALE)).fields);
}

test('every end is counted once, with its latency, where its time went and the fewest units refused', async () => {
  const spans = createSpans();
  spans.add('redis', 2);
  spans.add('statements', 5);
  spans.add('redis', 1);
  figures.record({ ...END, figure: 'confirmed', latencyMs: 10, spans });
  figures.record({ ...END, figure: 'soldOut', quantity: 3, latencyMs: 4, spans: noSpans });
  figures.record({ ...END, figure: 'soldOut', quantity: 2, latencyMs: 4, spans: noSpans });
  figures.record({ ...END, figure: 'rejected', latencyMs: 2 });
  figures.record({ ...END, epoch: 4, figure: 'confirmed', latencyMs: 1_000 });
  const read = await totals();
  expect(read).toMatchObject({ requests: 4, confirmed: 1, soldOut: 2, rejected: 1, smallestRefusal: 2 });
  expect(read.latency).toMatchObject({ count: 4, meanMs: 5, maxMs: 10 });
  const [stats] = read.byStrategy;
  const spent = Object.fromEntries((stats?.spans ?? []).map(({ span, totalMs }) => [span, totalMs]));
  expect(spent).toEqual({ redis: 3, statements: 5, eventLoop: 10 });

  figures.record({ ...END, figure: 'confirmed', latencyMs: 6 });
  expect(await totals()).toMatchObject({ requests: 5, confirmed: 2, soldOut: 2 });
});

test('what Redis could not be told is told later, once', async () => {
  const before = await totals();
  const line = await openRedis(stores.redisUrl, () => undefined);
  const cut = createFigures(line, 'another-replica');
  line.disconnect();
  await once(line, 'end');
  cut.record({ ...END, figure: 'confirmed', latencyMs: 6 });
  await cut.flush();
  cut.record({ ...END, figure: 'confirmed', latencyMs: 6 });
  await cut.flush();
  expect((await totals()).confirmed).toBe(before.confirmed);
  await line.connect();
  await cut.flush();
  await cut.flush();
  expect((await totals()).confirmed).toBe(before.confirmed + 2);
  await cut[Symbol.asyncDispose]();
  line.disconnect();
});

test('a flush that is sent again after its answer was lost counts once', async () => {
  const before = await totals();
  const flush = (number: number) => ({
    replicaId: 'a-third-replica',
    flush: number,
    requests: 5,
    orders: 5,
    fields: new Map([['REDIS_LUA:confirmed', 5]]),
  });
  await addFigures(redis, SALE, flush(1));
  await addFigures(redis, SALE, flush(2));
  for (const again of [2, 1]) await addFigures(redis, SALE, flush(again));
  expect((await totals()).confirmed).toBe(before.confirmed + 10);
});
