import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import { openDataSource } from '../postgres/data-source.ts';
import { insertOrder } from '../postgres/repositories/orders.ts';
import { createTruth } from '../postgres/truth.ts';
import { createGate } from '../redis/gate.ts';
import { listKey, streamKeys } from '../redis/keys.ts';
import { createPurchaseStream } from '../redis/purchase-stream.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';
import { endOf, purchaseToEnd } from '../tests/_util/purchase-to-end.ts';
import { redisStream } from './redis-stream.ts';
import type { PurchaseStrategy, StrategyDeps } from './strategy.ts';

let lab: TestEngine;
let redis: Redis;
let postgres: DataSource;
beforeAll(async () => {
  lab = await openTestEngine();
  redis = new Redis(lab.stores.redisUrl);
  const { databaseUrl: url } = lab.stores;
  postgres = await openDataSource({ url, name: 'test', poolSize: 2, onError: () => undefined });
});
afterAll(async () => {
  await postgres.destroy();
  redis.disconnect();
  await lab[Symbol.asyncDispose]();
});

let sale = { id: '1', epoch: 0, fence: 0 };
const prepare = async (stock: number): Promise<void> => {
  sale = await lab.services.sales.reset('1', { stock, raceWindowMs: null }, 'test');
};
beforeEach(() => prepare(10));

function wish(buyerId: string, key: string | null = null, quantity = 1): PurchaseRequest {
  const { id: saleId, epoch, fence } = sale;
  const fingerprint = key === null ? null : `${saleId}/${quantity}`;
  return {
    orderId: uuidv7(),
    saleId,
    epoch,
    fence,
    buyerId,
    quantity,
    strategy: 'REDIS_STREAM',
    key,
    fingerprint,
  };
}

/** A server that has died right after it answered: what it appended is for the others to find. */
function deadServer(): PurchaseStrategy {
  const deps: Pick<StrategyDeps, 'redis' | 'postgres' | 'gate' | 'truth'> = {
    redis,
    postgres,
    gate: createGate(redis),
    truth: createTruth(postgres),
  };
  return redisStream.create(deps as StrategyDeps);
}

/** Appends a purchase that a writer takes, and dies with longer ago than any writer may need. */
async function takenByDeadWriter(request: PurchaseRequest): Promise<void> {
  const { stream } = streamKeys('1', sale.fence);
  await createGate(redis).build({ ...sale, saleId: '1', remaining: 10 });
  // Both before any other command: no living writer comes between.
  const [entryId] = await redis
    .multi()
    .xadd(stream, '*', 'purchase', JSON.stringify(request))
    .xgroup('CREATE', stream, 'writers', '0')
    .xreadgroup('GROUP', 'writers', 'dead', 'COUNT', 1, 'STREAMS', stream, '>')
    .exec()
    .then((replies) => (replies ?? []).map(([, reply]) => String(reply)));
  await redis.xclaim(stream, 'writers', 'dead', 0, entryId ?? '', 'IDLE', 60_000);
  await show();
}

/** Whether the living writers look at the sale's stream. */
const hide = () => redis.srem(listKey('streams', null), `1/${sale.fence}`);
const show = () => redis.sadd(listKey('streams', null), `1/${sale.fence}`);

const orders = () =>
  lab.sql<{ id: string; buyer_id: string }>('SELECT id, buyer_id FROM orders WHERE sale_id = 1 ORDER BY id');

test('a purchase that nobody was woken for is written by whoever looks next, and has the id that was promised', async () => {
  const answer = await deadServer().purchase(wish('ada'));
  expect(answer).toEqual({ kind: 'pending', reservationId: expect.any(String) });
  if (answer.kind !== 'pending') return;
  expect(await endOf(lab.services, answer.reservationId)).toMatchObject({
    kind: 'confirmed',
    order: { id: answer.reservationId, buyerId: 'ada', strategy: 'REDIS_STREAM' },
  });
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    verdict: 'EXACT',
    sold: 1,
    redisRemaining: 9,
  });
});

test('the same key gets the same promise while it waits, its order when it is written, and serves no other wish', async () => {
  const server = deadServer();
  await server.purchase(wish('nobody', null, 11));
  await hide();
  const first = await server.purchase(wish('ada', 'basket-17'));
  expect(await server.purchase(wish('ada', 'basket-17'))).toEqual(first);
  expect(await server.purchase(wish('ada', 'basket-17', 2))).toEqual({ kind: 'mismatch' });
  await show();
  if (first.kind !== 'pending') throw new Error(first.kind);
  await endOf(lab.services, first.reservationId);
  expect(await server.purchase(wish('ada', 'basket-17'))).toMatchObject({
    kind: 'replayed',
    order: { id: first.reservationId },
  });
  expect(await orders()).toHaveLength(1);
});

test('what a dead writer had taken and not written is written by another, once', async () => {
  const request = wish('ada');
  await takenByDeadWriter(request);
  await expect.poll(orders).toEqual([{ id: request.orderId, buyer_id: 'ada' }]);
});

test('what a dead writer had written is not written again, with a key or without', async () => {
  for (const key of [null, 'basket-18']) {
    await prepare(10);
    const request = wish('ada', key);
    await lab.sql('UPDATE sales SET remaining = remaining - 1 WHERE id = 1');
    await insertOrder(postgres, request);
    await takenByDeadWriter(request);
    await expect.poll(() => redis.xlen(streamKeys('1', sale.fence).stream)).toBe(0);
    expect(await orders()).toEqual([{ id: request.orderId, buyer_id: 'ada' }]);
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 1 });
  }
});

test('an order that is there already, however it came, is the end of its purchase and harms nobody in its group', async () => {
  const request = wish('ada');
  await lab.sql('UPDATE sales SET remaining = remaining - 1 WHERE id = 1');
  await insertOrder(postgres, request);
  const server = deadServer();
  const others = await Promise.all(['bob', 'cyd'].map((buyer) => server.purchase(wish(buyer))));
  await server.purchase(request);
  await expect.poll(orders).toHaveLength(3);
  for (const other of others)
    if (other.kind === 'pending')
      expect(await endOf(lab.services, other.reservationId)).toMatchObject({ kind: 'confirmed' });
  expect(await lab.services.auditor.audit('1')).toMatchObject({ sold: 3, remaining: 7 });
});

test('a purchase from before a reset ends with nothing bought, and its stream is cleared away', async () => {
  const { fence } = sale;
  const answer = await deadServer().purchase(wish('ada'));
  await prepare(10);
  if (answer.kind !== 'pending') throw new Error(answer.kind);
  expect(await endOf(lab.services, answer.reservationId)).toMatchObject({ kind: 'overloaded' });
  expect(await orders()).toEqual([]);
  await expect.poll(() => redis.smembers(listKey('streams', null))).not.toContain(`1/${fence}`);
  expect(await endOf(lab.services, answer.reservationId)).toMatchObject({ kind: 'overloaded' });
});

test('what a flushed Redis has forgotten was never bought, and the same key buys', async () => {
  const server = deadServer();
  await server.purchase(wish('nobody', null, 11));
  await hide();
  const answer = await server.purchase(wish('ada', 'basket-19'));
  if (answer.kind !== 'pending') throw new Error(answer.kind);
  const feed = await lab.services.reservationFeed.follow(answer.reservationId, ANONYMOUS);
  expect((await feed.next()).value).toMatchObject({ answer });
  await redis.flushall();
  expect((await feed.next()).value).toMatchObject({ answer: { kind: 'overloaded' } });
  expect(await orders()).toEqual([]);
  const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy: 'REDIS_STREAM' };
  const again = await purchaseToEnd(lab.services, { ...input, idempotencyKey: 'basket-19' });
  expect(again).toMatchObject({ kind: 'confirmed' });
});

test('a purchase in a stream that no writer looks at is found when its buyer asks', async () => {
  await deadServer().purchase(wish('nobody', null, 11));
  await hide();
  const answer = await deadServer().purchase(wish('ada'));
  await hide();
  if (answer.kind !== 'pending') throw new Error(answer.kind);
  expect(await endOf(lab.services, answer.reservationId)).toMatchObject({ kind: 'confirmed' });
});

test('a refusal counts only from the writer that has the purchase', async () => {
  const request = wish('ada');
  await createGate(redis).build({ ...sale, saleId: '1', remaining: 10 });
  const [slow, quick] = ['slow', 'quick'].map((name) =>
    createPurchaseStream(redis, `${name}-${randomUUID()}`),
  );
  if (slow === undefined || quick === undefined) return;
  // Of a sale that no living writer looks at.
  const elsewhere = { ...request, saleId: '999' };
  await createGate(redis).build({ saleId: '999', fence: sale.fence, remaining: 10 });
  await slow.append(elsewhere);
  await redis.srem(listKey('streams', null), `999/${sale.fence}`);
  const [taken] = await slow.read(elsewhere, 10);
  const [claimed] = await quick.claim(elsewhere, 0, 10);
  expect(claimed).toEqual(taken);
  if (taken === undefined) throw new Error('nothing was appended');
  const end = { answer: { kind: 'soldOut' }, latencyMs: 1 } as const;
  expect(await slow.finish(taken, { kind: 'back', end })).toBeNull();
  expect(await createGate(redis).read('999', sale.fence)).toEqual({ left: 9, pending: 1 });
  expect(await quick.finish(taken, { kind: 'back', end })).toBeGreaterThanOrEqual(0);
  expect(await quick.finish(taken, { kind: 'back', end })).toBeNull();
  expect(await createGate(redis).read('999', sale.fence)).toEqual({ left: 10, pending: 0 });
});

test('a promise is counted in no figure, its end in one, and the audit waits until the stream is written', async () => {
  await prepare(300);
  const input = { saleId: '1', quantity: 1, strategy: 'REDIS_STREAM', idempotencyKey: null };
  const { purchases } = lab.services;
  const replies = await Promise.all(
    Array.from({ length: 400 }, (_, index) =>
      purchases.purchase({ ...input, buyerId: `buyer-${index}` }, ANONYMOUS),
    ),
  );
  const promised = replies.filter(({ answer }) => answer.kind === 'pending').length;
  expect(promised).toBe(300);
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    verdict: 'EXACT',
    sold: 300,
    redisRemaining: 0,
  });
  const figures = async () => (await lab.services.stats.read('1')).byStrategy;
  await expect
    .poll(figures)
    .toMatchObject([{ strategy: 'REDIS_STREAM', requests: 400, confirmed: 300, soldOut: 100, failed: 0 }]);
});
