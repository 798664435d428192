import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type FlashSaleClient, purchaseStrategies } from './index.ts';
import { startCuttingProxy } from './tests/_util/cutting-proxy.ts';
import { ADMIN_TOKEN, type RealServer, startRealServer } from './tests/_util/real-server.ts';

let server: RealServer;
let admin: FlashSaleClient;
let buyer: FlashSaleClient;

beforeAll(async () => {
  server = await startRealServer();
  admin = createClient({ url: server.url, token: ADMIN_TOKEN });
  buyer = createClient({ url: server.url });
});
afterAll(async () => {
  await Promise.all([admin?.close(), buyer?.close()]);
  await server?.[Symbol.asyncDispose]();
});

test('what is sold and how can be read without a token', async () => {
  expect(await buyer.health()).toMatchObject({ status: 'ok', postgres: true, redis: true });
  expect(await buyer.products()).toMatchObject([{ priceCents: 99900, currency: 'USD' }]);
  expect(await buyer.sales()).toMatchObject([{ id: '1', mode: 'LAB', state: 'OPEN' }]);
  expect(await buyer.sale('1')).toMatchObject({ id: '1', product: { currency: 'USD' } });
  expect(await buyer.sale('404')).toBeNull();
  const strategies = await buyer.strategies();
  expect(strategies.map(({ strategy }) => strategy).toSorted()).toEqual(purchaseStrategies.toSorted());
});

test.for(purchaseStrategies)(
  'a purchase by %s is in the orders, the figures and the books',
  async (strategy) => {
    await admin.resetSale({ saleId: '1', stock: 2 });
    const answer = await buyer.purchase({ saleId: '1', buyerId: 'ada', strategy });
    const result =
      answer.__typename === 'PurchasePending' ? await buyer.orderEnd(answer.reservationId) : answer;
    expect(result).toMatchObject({
      __typename: 'PurchaseConfirmed',
      replayed: false,
      order: { buyerId: 'ada', strategy },
    });
    expect(await buyer.orders({ saleId: '1' })).toMatchObject({
      totalCount: 1,
      edges: [{ node: { buyerId: 'ada', quantity: 1 } }],
    });
    expect(await buyer.stats('1')).toMatchObject({ stock: 2, databaseStock: 1, orders: 1, oversold: 0 });
    expect(await buyer.audit('1')).toMatchObject({ sold: 1, remaining: 1, oversold: 0 });
  },
);

test('what is gone is a value, what is wrong an error with its request id', async () => {
  await admin.resetSale({ saleId: '1', stock: 0 });
  expect(await buyer.purchase({ saleId: '1', buyerId: 'ada' })).toMatchObject({
    __typename: 'SoldOut',
    saleId: '1',
  });
  await expect(buyer.purchase({ saleId: '1', buyerId: 'ada', quantity: 0 })).rejects.toMatchObject({
    kind: 'graphql',
    code: expect.stringMatching(/^[A-Z_]+$/),
    requestId: expect.stringMatching(/./),
    idempotencyKey: expect.stringMatching(/./),
  });
});

test('the admin operations refuse a caller without the token', async () => {
  const refused = {
    name: 'FlashSaleError',
    kind: 'graphql',
    code: expect.stringMatching(/UNAUTHENTICATED|FORBIDDEN/),
  };
  await expect(buyer.resetSale({ saleId: '1' })).rejects.toMatchObject(refused);
  await expect(buyer.syncRedis('1')).rejects.toMatchObject(refused);
  await expect(buyer.launchAttack({ saleId: '1', strategy: 'NO_LOCK' })).rejects.toMatchObject(refused);
  await expect(buyer.stopAttack('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject(refused);
});

test('an answer lost on the way is asked for again, and the purchase is made once', async () => {
  await admin.resetSale({ saleId: '1', stock: 10 });
  await using proxy = await startCuttingProxy(server.url, 2);
  await using shaky = createClient({ url: proxy.url });
  const result = await shaky.purchase({ saleId: '1', buyerId: 'ada' });
  expect(proxy.cuts).toBe(2);
  expect(result).toMatchObject({ __typename: 'PurchaseConfirmed', replayed: true });
  expect(await buyer.orders({ saleId: '1' })).toMatchObject({ totalCount: 1 });
});

test('an attack is followed from its launch to its verdict, and found afterwards', async () => {
  const { id } = await admin.launchAttack({
    saleId: '1',
    strategy: 'REDIS_LUA',
    requests: 60,
    concurrency: 10,
    stock: 20,
  });
  let last: Awaited<ReturnType<FlashSaleClient['attack']>> = null;
  for await (const attack of buyer.watchAttack(id)) last = attack;
  expect(last).toMatchObject({
    state: 'FINISHED',
    sent: 60,
    confirmed: 20,
    soldOut: 40,
    audit: { verdict: 'EXACT' },
  });
  expect(await buyer.attack(id)).toMatchObject({ state: 'FINISHED', confirmed: 20 });
  expect(await buyer.attacks({ saleId: '1', first: 1 })).toMatchObject([{ id, audit: { verdict: 'EXACT' } }]);
  expect(await admin.syncRedis('1')).toMatchObject({ remaining: 0, redisRemaining: 0 });
});

test('a long attack can be stopped', async () => {
  const { id } = await admin.launchAttack({
    saleId: '1',
    strategy: 'ROW_LOCK',
    requests: 100_000,
    concurrency: 5,
  });
  const feed = buyer.watchAttack(id);
  for await (const { sent } of feed) if (sent > 0) break;
  await admin.stopAttack(id);
  await expect.poll(async () => (await buyer.attack(id))?.state, { timeout: 10_000 }).toBe('STOPPED');
});

test('the figures go on after the server was restarted', { timeout: 40_000 }, async () => {
  await admin.resetSale({ saleId: '1', stock: 5 });
  const states: string[] = [];
  await using watcher = createClient({ url: server.url, onConnection: (state) => states.push(state) });
  await using feed = watcher.watchStats({ saleId: '1', intervalMs: 100 });
  expect((await feed.next()).value).toMatchObject({ stock: 5, databaseStock: 5 });
  await server.stop();
  await server.start();
  await buyer.purchase({ saleId: '1', buyerId: 'grace' });
  for await (const { databaseStock } of feed) if (databaseStock === 4) break;
  expect(states).toEqual(['open', 'lost', 'open']);
});

test('the example buys', async () => {
  await admin.resetSale({ saleId: '1', stock: 1 });
  const example = fileURLToPath(new URL('../examples/buy.mjs', import.meta.url));
  const run = () => promisify(execFile)(process.execPath, [example, server.url, 'ada']);
  expect((await run()).stdout).toMatch(/^ada bought .+, order \S+\n$/);
  expect((await run()).stdout).toMatch(/^SoldOut: .+\n$/);
});
