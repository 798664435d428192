import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacksAtOnce } from './_util/attacks-at-once.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { ENDLESS } from './_util/endless.ts';

/** Two replicas on one pair of stores, as two workers are. */
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

const load = { saleId: '1', strategy: 'REDIS_LUA', requests: 60, concurrency: 10, stock: 20 } as const;

async function follow(from: TestApp, id: string) {
  for await (const attack of from.client.watchAttack(id)) if (attack.finishedAt !== null) return attack;
  throw new Error(`attack ${id} has no end`);
}

test('attacks launched at two replicas run one after the other', async () => {
  await using behind = await connect();
  const launched = await Promise.all([a, b, a, b].map(({ admin }) => admin.launchAttack(load)));
  expect(await attacksAtOnce(behind.client)).toBe(1);
  const ended = await Promise.all(launched.map(({ id }, index) => follow(index % 2 === 0 ? b : a, id)));
  for (const attack of ended)
    expect(attack).toMatchObject({
      state: 'FINISHED',
      audit: { oversold: 0, undersold: 0, duplicates: 0, drift: 0 },
    });
});

async function connect() {
  const client = new pg.Client({ connectionString: a.stores.databaseUrl });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

test('an attack that waits is stopped by another replica than its own, and the one that runs goes on', async () => {
  const first = await a.admin.launchAttack({ ...ENDLESS, strategy: 'REDIS_LUA', stock: 20 });
  const second = await a.admin.launchAttack(load);
  for await (const { state } of a.client.watchAttack(first.id)) if (state === 'RUNNING') break;
  const { epoch } = await a.client.stats('1');
  await b.admin.stopAttack(second.id);
  expect(await follow(b, second.id)).toMatchObject({ state: 'STOPPED', sent: 0 });
  const sent = (await a.client.attack(first.id))?.sent ?? 0;
  for await (const attack of b.client.watchAttack(first.id)) if (attack.sent > sent) break;
  // It reset nothing under the one that ran.
  expect(await a.client.stats('1')).toMatchObject({ epoch });
  await a.admin.stopAttack(first.id);
  expect(await follow(b, first.id)).toMatchObject({ state: 'STOPPED', audit: { epoch } });
});

test('the progress of an attack is the same whichever replica is asked', async () => {
  const { id } = await a.admin.launchAttack({ ...ENDLESS, strategy: 'REDIS_LUA' });
  for await (const { sent } of b.client.watchAttack(id)) if (sent > 0) break;
  expect((await b.client.attack(id))?.sent).toBeGreaterThan(0);
  expect((await b.client.attacks({ first: 1 }))[0]?.sent).toBeGreaterThan(0);
  await b.admin.stopAttack(id);
  await follow(b, id);
});
