import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { runSql } from './_util/sql.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

const buy = (buyerId: string, strategy: 'NO_LOCK' | 'ROW_LOCK' | 'REDIS_LUA', idempotencyKey: string) =>
  lab.client.purchase({ saleId: '1', buyerId, strategy, idempotencyKey }, { attemptsMax: 1 });

test('health names both stores and this version', async () => {
  const health = await lab.client.health();
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(health).toMatchObject({ status: 'ok', postgres: true, redis: true, version });
  expect(health.postgresVersion).toMatch(/^PostgreSQL \d/);
  expect(health.redisVersion).toMatch(/^(Redis|Valkey) \d/);
});

test('the admin is told the machine, the pools and how durable the stores are, as they say it themselves', async () => {
  const told = await lab.admin.environment();
  const machine = { node: process.versions.node, cores: availableParallelism(), memoryBytes: totalmem() };
  expect(told).toMatchObject({ ...machine, workers: 1 });
  expect(told.pools).toContainEqual({ name: 'purchases', connections: 20 });
  const [asked] = await runSql<{ value: string }>(
    lab.stores.databaseUrl,
    "SELECT current_setting('synchronous_commit') AS value",
  );
  expect(told.postgresSettings[0]).toEqual({ name: 'synchronous_commit', value: asked?.value });
  expect(told.postgresSettings.map(({ name }) => name)).toContain('fsync');
  const redis = new Redis(lab.stores.redisUrl);
  const [, appendonly] = await redis.config('GET', 'appendonly');
  redis.disconnect();
  expect(told.redisSettings).toContainEqual({ name: 'appendonly', value: appendonly });
});

test('nobody else is', async () => {
  await expect(lab.client.environment()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('an empty store is seeded with one product and LAB sale 1 of 100 units', async () => {
  const [product] = await lab.client.products();
  expect(product).toMatchObject({
    name: 'iPhone 15 Pro Max',
    priceCents: 99_900,
    listPriceCents: 119_900,
    currency: 'USD',
  });
  const sales = await lab.client.sales();
  expect(sales).toHaveLength(1);
  expect(sales[0]).toMatchObject({ id: '1', mode: 'LAB', state: 'OPEN', stock: 100, raceWindowMs: 5 });
  expect(await lab.client.sale('1')).toEqual(sales[0]);
  expect(await lab.client.sale('2')).toBeNull();
  expect(await lab.client.sale('nonsense')).toBeNull();
});

test('strategies come with what they really run', async () => {
  const strategies = await lab.client.strategies();
  const kinds = strategies.map(({ strategy, safe, usesRedis }) => [strategy, safe, usesRedis]);
  expect(kinds).toContainEqual(['NO_LOCK', false, false]);
  expect(kinds).toContainEqual(['ROW_LOCK', true, false]);
  expect(kinds).toContainEqual(['REDIS_LUA', true, true]);
  expect(strategies.every(({ source }) => source.length > 0)).toBe(true);
  const source = Object.fromEntries(strategies.map((each) => [each.strategy, each.source]));
  expect(source['ROW_LOCK']).toContain('FOR UPDATE');
  expect(source['REDIS_LUA']).toContain("redis.call('DECRBY'");
});

test('a purchase with each strategy answers with its order, and the order is in Postgres', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 3 });
  for (const [index, strategy] of (['NO_LOCK', 'ROW_LOCK', 'REDIS_LUA'] as const).entries()) {
    const result = await buy(`buyer-${index}`, strategy, `operations-${index}`);
    expect(result).toMatchObject({
      __typename: 'PurchaseConfirmed',
      replayed: false,
      remaining: 2 - index,
      order: { saleId: '1', buyerId: `buyer-${index}`, quantity: 1, status: 'CONFIRMED', strategy },
    });
  }
  expect(await buy('late', 'ROW_LOCK', 'operations-late')).toMatchObject({
    __typename: 'SoldOut',
    saleId: '1',
  });
  const page = await lab.client.orders({ saleId: '1', first: 10 });
  expect(page.edges.map(({ node }) => node.strategy)).toEqual(['REDIS_LUA', 'ROW_LOCK', 'NO_LOCK']);
  expect(await lab.client.sale('1')).toMatchObject({ state: 'SOLD_OUT', remaining: 0, redisRemaining: 0 });
});

test('who wants more than are left is told so, and nothing is taken', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 3 });
  for (const strategy of ['ROW_LOCK', 'REDIS_LUA', 'GROUP_COMMIT'] as const)
    expect(await lab.client.purchase({ saleId: '1', buyerId: 'ada', quantity: 4, strategy })).toMatchObject({
      __typename: 'SoldOut',
      message: 'Fewer than 4 are left.',
    });
  expect(await lab.client.sale('1')).toMatchObject({ state: 'OPEN', remaining: 3 });
});

test('a purchase without a strategy takes REDIS_LUA', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 1 });
  expect(await lab.client.purchase({ saleId: '1', buyerId: 'ada' })).toMatchObject({
    order: { strategy: 'REDIS_LUA' },
  });
});

test('orders come in pages, newest first, none twice and none left out', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 25 });
  await Promise.all(
    Array.from({ length: 25 }, (_, index) => buy(`buyer-${index}`, 'REDIS_LUA', `pages-key-${index}`)),
  );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await lab.client.orders({ saleId: '1', first: 10, after });
    expect(page.totalCount).toBe(25);
    seen.push(...page.edges.map(({ node }) => node.id));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
});

test('stats are what was asked and what Postgres holds', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 2 });
  for (const index of [0, 1, 2]) await buy(`buyer-${index}`, 'ROW_LOCK', `stats-key-${index}`);
  await expect.poll(() => lab.client.stats('1')).toMatchObject({ requests: 3, confirmed: 2, soldOut: 1 });
  const stats = await lab.client.stats('1');
  expect(stats).toMatchObject({
    stock: 2,
    databaseStock: 0,
    redisStock: 0,
    orders: 2,
    oversold: 0,
    rejected: 0,
    failed: 0,
  });
  expect(stats.latency.count).toBe(3);
  expect(stats.latency.p50Ms).toBeGreaterThan(0);
  expect(stats.latency.maxMs).toBeGreaterThanOrEqual(stats.latency.p50Ms);
  expect(stats.byStrategy).toMatchObject([{ strategy: 'ROW_LOCK', requests: 3, confirmed: 2, soldOut: 1 }]);
});

test('a reset starts a new epoch: stock back, orders archived, figures zeroed, Redis rebuilt', async () => {
  const before = await lab.client.stats('1');
  const sale = await lab.admin.resetSale({ saleId: '1', stock: 7, raceWindowMs: 12 });
  expect(sale).toMatchObject({
    stock: 7,
    remaining: 7,
    redisRemaining: 7,
    raceWindowMs: 12,
    epoch: before.epoch + 1,
  });
  expect(await lab.client.stats('1')).toMatchObject({
    orders: 0,
    requests: 0,
    confirmed: 0,
    latency: { count: 0 },
  });
  expect((await lab.client.orders({ saleId: '1' })).totalCount).toBe(0);
});

test('a sync rebuilds Redis from Postgres', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 5 });
  await buy('ada', 'ROW_LOCK', 'sync-key-1');
  expect(await lab.admin.syncRedis('1')).toMatchObject({ remaining: 4, redisRemaining: 4 });
  expect(await buy('bob', 'REDIS_LUA', 'sync-key-2')).toMatchObject({ remaining: 3 });
});

test('an audit judges by the books', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 2 });
  expect(await lab.client.audit('1')).toMatchObject({ verdict: 'INCONCLUSIVE', sold: 0 });
  await buy('ada', 'REDIS_LUA', 'audit-key-1');
  await buy('bob', 'REDIS_LUA', 'audit-key-2');
  expect(await lab.client.audit('1')).toMatchObject({
    verdict: 'EXACT',
    stock: 2,
    sold: 2,
    remaining: 0,
    redisRemaining: 0,
    oversold: 0,
  });
});

test('the probes answer', async () => {
  const get = (path: string) => fetch(`${lab.app.url}${path}`);
  expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/health/ready')).json()).toMatchObject({
    status: 'ok',
    postgres: true,
    redis: true,
  });
  expect(await (await get('/metrics')).text()).toContain(
    'flash_sale_purchases_total{strategy="ROW_LOCK",end="confirmed"}',
  );
  expect((await get('/nowhere')).status).toBe(404);
});

test('GraphiQL is served from here alone, with an operation for each root field', async () => {
  const page = await (await fetch(`${lab.app.url}/graphiql/`)).text();
  for (const field of ['health', 'orders', 'purchase', 'launchAttack', 'stats'])
    expect(page).toContain(field);
  expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
});
