import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AttackInput } from '../../sdk/index.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { ENDLESS } from './_util/endless.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** Launches an attack and follows it to its end. */
async function attack(input: Omit<AttackInput, 'saleId'>) {
  const { id } = await lab.admin.launchAttack({ saleId: '1', ...input });
  const states = [];
  for await (const state of lab.client.watchAttack(id)) states.push(state);
  const last = states.at(-1);
  if (last === undefined) throw new Error('the attack was never seen');
  return { states, last };
}

test('NO_LOCK under attack oversells, and the verdict is from the books', async () => {
  const { last } = await attack({ strategy: 'NO_LOCK', requests: 600, concurrency: 150, stock: 50 });
  expect(last.state).toBe('FINISHED');
  expect(last.audit?.verdict).toBe('OVERSOLD');
  const stats = await lab.client.stats('1');
  expect(last.audit).toMatchObject({ sold: stats.orders, oversold: stats.orders - 50, stock: 50 });
});

test('a run keeps the witnesses of its oversell, whatever is reset after it', async () => {
  const { last } = await attack({ strategy: 'NO_LOCK', requests: 300, concurrency: 100, stock: 20 });
  const { audit } = last;
  expect(audit?.witnesses).toHaveLength(Math.min(60, audit?.oversold ?? 0));
  expect(audit?.witnesses[0]).toMatchObject({ unit: 21, strategy: 'NO_LOCK' });
  expect(audit?.wrongFrom?.orderId).toBe(audit?.witnesses[0]?.orderIds[1]);
  await lab.admin.resetSale({ saleId: '1' });
  expect((await lab.client.attack(last.id))?.audit).toEqual(audit);
  const [latest] = await lab.client.attacks({ verdict: 'OVERSOLD', first: 1 });
  expect(latest?.id).toBe(last.id);
});

test.each(['ROW_LOCK', 'REDIS_LUA'] as const)('%s under attack sells exactly the stock', async (strategy) => {
  const { states, last } = await attack({ strategy, requests: 600, concurrency: 100, stock: 50 });
  expect(last).toMatchObject({
    state: 'FINISHED',
    requests: 600,
    sent: 600,
    confirmed: 50,
    failed: 0,
    unknown: 0,
    stock: 50,
  });
  expect(last.audit).toMatchObject({ verdict: 'EXACT', sold: 50, remaining: 0, drift: 0 });
  expect(last.durationMs).toBeGreaterThan(0);
  expect(last.latency.count).toBe(600);
  expect(last.histogram.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(600);
  expect(last.frames.at(-1)).toMatchObject({ answered: 600, confirmed: 50 });
  // The rate is over the exact time in which they were sold, which ends within its slice of the timeline.
  const sliceEndMs = last.frames.find(({ confirmed }) => confirmed === 50)?.atMs ?? 0;
  expect(last.ordersPerSecond).toBeGreaterThan(50_000 / sliceEndMs);
  expect(last.ordersPerSecond).toBeLessThan(Infinity);
  expect((await lab.client.attack(last.id))?.ordersPerSecond).toBe(last.ordersPerSecond);
  expect(states.length).toBeGreaterThan(1);
  expect(await lab.client.stats('1')).toMatchObject({
    requests: 600,
    confirmed: 50,
    orders: 50,
    databaseStock: 0,
    redisStock: 0,
  });
});

test('the same seed sends the same buyers', async () => {
  const buyers = async () => {
    await attack({ strategy: 'REDIS_LUA', requests: 20, concurrency: 1, stock: 100, seed: 7 });
    const page = await lab.client.orders({ saleId: '1', first: 20 });
    return page.edges.map(({ node }) => node.buyerId).toSorted();
  };
  expect(await buyers()).toEqual(await buyers());
});

test('an attack that is stopped ends as STOPPED, with an audit', async () => {
  const { id } = await lab.admin.launchAttack({ ...ENDLESS, strategy: 'ROW_LOCK', stock: 100 });
  let last;
  for await (const state of lab.client.watchAttack(id)) {
    last = state;
    if (state.state === 'RUNNING' && state.sent > 0) await lab.admin.stopAttack(id);
  }
  expect(last).toMatchObject({ id, state: 'STOPPED' });
  expect(last?.sent).toBeLessThan(ENDLESS.requests);
  expect(last?.audit?.verdict).toBe('EXACT');
});

test('a second attack waits for the first', async () => {
  const first = await lab.admin.launchAttack({
    saleId: '1',
    strategy: 'REDIS_LUA',
    requests: 300,
    concurrency: 20,
    stock: 10,
  });
  const second = await lab.admin.launchAttack({
    saleId: '1',
    strategy: 'REDIS_LUA',
    requests: 50,
    concurrency: 10,
    stock: 5,
  });
  for await (const state of lab.client.watchAttack(second.id)) void state;
  const [a, b] = await Promise.all([lab.client.attack(first.id), lab.client.attack(second.id)]);
  expect([a?.state, b?.state]).toEqual(['FINISHED', 'FINISHED']);
  expect(Date.parse(b?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(a?.finishedAt ?? '') - 1_000);
  expect((await lab.client.attacks({ saleId: '1', first: 2 })).map(({ id }) => id)).toEqual([
    second.id,
    first.id,
  ]);
});

test('buyers of an OPEN attack arrive on a schedule of the seed, and what was due counts', async () => {
  const load = { model: 'OPEN', requestsPerSecond: 300, requests: 150, concurrency: 30, seed: 5 } as const;
  const { last } = await attack({ strategy: 'REDIS_LUA', stock: 20, ...load });
  expect(last).toMatchObject({
    state: 'FINISHED',
    model: 'OPEN',
    targetRequestsPerSecond: 300,
    sent: 150,
    confirmed: 20,
  });
  // 150 buyers at 300 a second, give or take the chance of this seed.
  expect(last.durationMs).toBeGreaterThan(350);
  expect(last.latencyCorrected.maxMs).toBeGreaterThanOrEqual(last.latency.maxMs);
});

test('bounds are told', async () => {
  const launch = (input: Partial<AttackInput>) =>
    lab.admin.launchAttack({ saleId: '1', strategy: 'ROW_LOCK', ...input });
  await expect(launch({ requests: 0 })).rejects.toThrow('requests must be a whole number from 1 to 100000');
  await expect(launch({ concurrency: 5_000 })).rejects.toThrow('concurrency must be');
  await expect(launch({ stock: -1 })).rejects.toThrow('stock must be');
  await expect(launch({ raceWindowMs: 9_999 })).rejects.toThrow('raceWindowMs must be');
  await expect(launch({ stock: null, raceWindowMs: 5 })).rejects.toThrow('give stock as well');
  await expect(launch({ saleId: '999' })).rejects.toThrow('No such sale');
  await expect(launch({ model: 'OPEN' })).rejects.toThrow('An OPEN attack needs requestsPerSecond');
  await expect(launch({ requestsPerSecond: 5 })).rejects.toThrow('requestsPerSecond is for OPEN attacks');
  const open = { model: 'OPEN', requestsPerSecond: 0 } as const;
  await expect(launch(open)).rejects.toThrow('requestsPerSecond must be a whole number from 1 to 20000');
  const endless = { ...open, requestsPerSecond: 10, requests: 2_000 };
  await expect(launch(endless)).rejects.toThrow('2000 requests take 200 seconds, and 100 are the most');
  await expect(lab.admin.stopAttack('nonsense')).rejects.toThrow('No such attack');
});
