import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../sdk/index.ts';
import { uuidv7 } from '../domain/ids.ts';
import { streamKeys } from '../redis/keys.ts';
import { noteReservation, type ReservationEnd } from '../redis/reservations.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { runSql } from './_util/sql.ts';

let lab: TestApp;
let redis: Redis;
beforeAll(async () => {
  lab = await openTestApp();
  redis = new Redis(lab.stores.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await lab[Symbol.asyncDispose]();
});

let fence = 0;
beforeEach(async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 3 });
  const [sale] = await runSql<{ fence: number }>(
    lab.stores.databaseUrl,
    'SELECT fence FROM sales WHERE id = 1',
  );
  fence = sale?.fence ?? 0;
});

/** A purchase of Ada's that waits to be written, as far as Redis knows. */
async function waiting(): Promise<string> {
  const id = uuidv7();
  await redis.hset(streamKeys('1', fence).waiting, id, '0-1');
  await noteReservation(redis, id, { saleId: '1', fence, buyerId: 'ada' });
  return id;
}
const end = (id: string, answer: ReservationEnd['answer']) =>
  redis.hset(streamKeys('1', fence).waiting, id, JSON.stringify({ answer, latencyMs: 7 }));

test('an order is found by its id, whatever took its units, and its feed is over at once', async () => {
  const bought = await lab.client.purchase({ saleId: '1', buyerId: 'ada' });
  if (bought.__typename !== 'PurchaseConfirmed') throw new Error(`not bought: ${bought.__typename}`);
  const { id } = bought.order;
  const found = { __typename: 'PurchaseConfirmed', replayed: false, order: bought.order };
  expect(await lab.client.order(id)).toMatchObject(found);
  const seen = [];
  for await (const state of lab.client.watchOrder(id)) seen.push(state);
  expect(seen).toMatchObject([found]);

  await redis.flushall();
  await lab.admin.resetSale({ saleId: '1', stock: 3 });
  expect(await lab.client.order(id)).toMatchObject(found);
});

test('a reservation that nobody knows is bad input, and the words say what to do', async () => {
  for (const id of [uuidv7(), 'nonsense', '']) {
    const words = { code: 'BAD_USER_INPUT', message: expect.stringContaining('idempotencyKey') };
    await expect(lab.client.order(id)).rejects.toMatchObject(words);
    await expect(lab.client.orderEnd(id)).rejects.toMatchObject(words);
  }
});

test('a purchase that waits is pending, and its end is told at once to everyone who waits for it', async () => {
  const id = await waiting();
  expect(await lab.client.order(id)).toMatchObject({ __typename: 'PurchasePending', reservationId: id });
  const feed = lab.client.watchOrder(id);
  expect((await feed.next()).value).toMatchObject({ __typename: 'PurchasePending' });
  const ends = [lab.client.orderEnd(id), lab.client.orderEnd(id)];

  await end(id, { kind: 'soldOut' });
  const soldOut = { __typename: 'SoldOut', saleId: '1' };
  expect((await feed.next()).value).toMatchObject(soldOut);
  expect((await feed.next()).done).toBe(true);
  expect(await Promise.all(ends)).toMatchObject([soldOut, soldOut]);
});

test('the state of a sale that was not open comes back with its dates', async () => {
  const id = await waiting();
  const opensAt = new Date('2031-01-01T00:00:00Z');
  await end(id, { kind: 'notOpen', state: 'SCHEDULED', opensAt, closesAt: null });
  expect(await lab.client.order(id)).toMatchObject({
    __typename: 'SaleNotOpen',
    state: 'SCHEDULED',
    opensAt: opensAt.toISOString(),
  });
});

test('who waits for an end only so long is told so, and who closes its client is let go', async () => {
  const id = await waiting();
  await expect(lab.client.orderEnd(id, { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
  const other = createClient({ url: `${lab.app.url}/graphql` });
  const [end] = await Promise.allSettled([other.orderEnd(id), other.close()]);
  expect(end).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
});

test('a purchase that Redis has lost is followed to an end: nothing was bought', async () => {
  const id = await waiting();
  const feed = lab.client.watchOrder(id);
  expect((await feed.next()).value).toMatchObject({ __typename: 'PurchasePending' });
  await redis.flushall();
  expect((await feed.next()).value).toMatchObject({ __typename: 'Overloaded' });
  expect((await feed.next()).done).toBe(true);
  await expect(lab.client.order(id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('on a LIVE sale it is shown to its buyer alone', async () => {
  const id = await waiting();
  await runSql(lab.stores.databaseUrl, "UPDATE sales SET mode = 'LIVE' WHERE id = 1");
  try {
    // The mode is known to the directory a second later at most.
    await expect
      .poll(() => lab.client.order(id).catch((error: unknown) => error))
      .toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await lab.admin.order(id)).toMatchObject({ __typename: 'PurchasePending' });
  } finally {
    await runSql(lab.stores.databaseUrl, "UPDATE sales SET mode = 'LAB' WHERE id = 1");
  }
});
