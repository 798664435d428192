import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './_util/app.ts';
import { ENDLESS } from './_util/endless.ts';

let a: TestApp;
let b: TestApp;
beforeAll(async () => {
  a = await openTestApp();
  b = await openTestApp({}, a.stores);
});
afterAll(async () => {
  await b[Symbol.asyncDispose]();
  await a[Symbol.asyncDispose]();
});

const buy = (from: TestApp, index: number) =>
  from.client.purchase({
    saleId: '1',
    buyerId: `buyer-${index}`,
    strategy: 'REDIS_LUA',
    idempotencyKey: `feed-key-${index}`,
  });

test('the first frame is a full snapshot, sequences rise, and the last frame equals Postgres', async () => {
  await a.admin.resetSale({ saleId: '1', stock: 20 });
  const feed = a.client.watchStats({ saleId: '1', intervalMs: 100 });
  const first = await feed.next();
  expect(first.value).toMatchObject({ stock: 20, databaseStock: 20, redisStock: 20, orders: 0, requests: 0 });
  await Promise.all(Array.from({ length: 30 }, (_, index) => buy(a, index)));
  const sequences = [first.value.sequence];
  for await (const frame of feed) {
    sequences.push(frame.sequence);
    if (frame.requests === 30) {
      expect(frame).toMatchObject({
        orders: 20,
        confirmed: 20,
        soldOut: 10,
        databaseStock: 0,
        redisStock: 0,
        oversold: 0,
      });
      break;
    }
  }
  expect(sequences).toEqual([...new Set(sequences)].toSorted((x, y) => x - y));
});

test('a sale that stands still goes on sending frames, about one a second', async () => {
  await a.admin.resetSale({ saleId: '1', stock: 20 });
  const feed = a.client.watchStats({ saleId: '1', intervalMs: 100 });
  const gaps = [];
  let last = performance.now();
  for await (const _frame of feed) {
    gaps.push(performance.now() - last);
    last = performance.now();
    if (gaps.length === 5) break;
  }
  expect(Math.max(...gaps)).toBeGreaterThan(900);
});

test('two servers on the same stores sell one stock exactly and show each other their sales', async () => {
  await b.admin.resetSale({ saleId: '1', stock: 40 });
  const feed = b.client.watchStats({ saleId: '1', intervalMs: 100 });
  await Promise.all(Array.from({ length: 100 }, (_, index) => buy(index % 2 === 0 ? a : b, index)));
  for await (const frame of feed) {
    if (frame.requests < 100) continue;
    expect(frame).toMatchObject({ orders: 40, confirmed: 40, soldOut: 60, databaseStock: 0 });
    break;
  }
  expect(await a.client.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 40 });
});

test('a reset on one server reaches the purchases of the other at once', async () => {
  const sale = await b.admin.resetSale({ saleId: '1', stock: 1 });
  const bought = await a.client.purchase({ saleId: '1', buyerId: 'ada', strategy: 'ROW_LOCK' });
  expect(bought).toMatchObject({ __typename: 'PurchaseConfirmed', order: { epoch: sale.epoch } });
});

test('an attack on one server can be watched and stopped on the other', async () => {
  const { id } = await a.admin.launchAttack({ ...ENDLESS, strategy: 'ROW_LOCK', stock: 100 });
  let last;
  for await (const attack of b.client.watchAttack(id)) {
    last = attack;
    if (attack.sent > 0 && attack.state === 'RUNNING') await b.admin.stopAttack(id);
  }
  expect(last?.state).toBe('STOPPED');
});
