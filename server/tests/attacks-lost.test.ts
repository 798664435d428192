import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './_util/app.ts';
import { ENDLESS } from './_util/endless.ts';

/** Two replicas on one pair of stores. What one of them runs, the other only hears of. */
let a: TestApp;
let b: TestApp;
let postgres: pg.Client;
let redis: Redis;
beforeAll(async () => {
  a = await openTestApp();
  b = await openTestApp({}, a.stores);
  postgres = new pg.Client({ connectionString: a.stores.databaseUrl });
  await postgres.connect();
  redis = new Redis(a.stores.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await postgres.end();
  await b[Symbol.asyncDispose]();
  await a[Symbol.asyncDispose]();
});

const load = { saleId: '1', strategy: 'CONDITIONAL_UPDATE', stock: 10 } as const;

async function launchAndSee(): Promise<string> {
  const { id } = await a.admin.launchAttack({ ...ENDLESS, ...load });
  for await (const { sent } of a.client.watchAttack(id)) if (sent > 0) break;
  return id;
}

const kept = async (id: string): Promise<string | undefined> => {
  const { rows } = await postgres.query<{ state: string }>('SELECT state FROM attacks WHERE id = $1', [id]);
  return rows[0]?.state;
};

test('an attack is stopped although the message that asks for it is lost', async () => {
  const id = await launchAndSee();
  await redis.acl('SETUSER', 'default', '-publish');
  await b.admin.stopAttack(id);
  await expect.poll(() => kept(id)).toBe('STOPPED');
  await redis.acl('SETUSER', 'default', '+publish');
});

test('an attack that was taken for dead ends where it still runs, and does not end a second time', async () => {
  const id = await launchAndSee();
  const watched = a.client.watchAttack(id);
  await postgres.query("UPDATE attacks SET state = 'FAILED', finished_at = now() WHERE id = $1", [id]);
  const seen = [];
  for await (const { state } of watched) seen.push(state);
  expect(seen.at(-1)).toBe('FAILED');
  expect(await kept(id)).toBe('FAILED');
  const next = await b.admin.launchAttack({ ...load, requests: 100, concurrency: 2 });
  for await (const { state } of b.client.watchAttack(next.id)) expect(state).not.toBe('FAILED');
  expect(await kept(next.id)).toBe('FINISHED');
});
