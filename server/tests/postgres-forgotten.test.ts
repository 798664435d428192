import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { createLog } from '../log.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { freshStores, type FreshStores } from './_util/stores.ts';
import { openProxy, type Proxy } from './faults/proxy.ts';

/** A connection is given up after five seconds of silence. */
const AGAIN_MAX_MS = 15_000;

let stores: FreshStores;
let proxy: Proxy;
let engine: Engine;
let behind: Client;
beforeAll(async () => {
  stores = await freshStores();
  proxy = await openProxy();
  const url = new URL(stores.databaseUrl);
  proxy.lead(Number(url.port));
  url.port = String(proxy.port);
  const log = createLog({ level: 'silent' });
  const targetUrl = () => 'http://127.0.0.1:9/graphql';
  engine = await openEngine({ redisUrl: stores.redisUrl, databaseUrl: url.href, log, targetUrl });
  behind = new Client({ connectionString: stores.databaseUrl });
  await behind.connect();
});
afterAll(async () => {
  await behind.end();
  await engine[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

let buyers = 0;
async function buy(strategy: string): Promise<string> {
  const buyerId = `buyer-${(buyers += 1)}`;
  const input = { saleId: '1', buyerId, quantity: 1, strategy, idempotencyKey: null };
  const { answer } = await engine.services.purchases.purchase(input, ANONYMOUS);
  return answer.kind;
}

test(
  'when the network forgets every connection to Postgres, sales go on and due holds expire',
  { timeout: 3 * AGAIN_MAX_MS },
  async () => {
    const strategies = ['ROW_LOCK', 'CONDITIONAL_UPDATE', 'GROUP_COMMIT', 'REDIS_LUA'];
    // Readers beside them: every pool has connections that will be forgotten.
    await Promise.all([...strategies, ...strategies].map(buy));
    await Promise.all(Array.from({ length: 8 }, () => engine.services.stats.read('1')));
    const input = { saleId: '1', buyerId: 'ada', quantity: 1, holdSeconds: 30, idempotencyKey: null };
    expect(await engine.services.holds.hold(input, ANONYMOUS)).toMatchObject({ kind: 'held' });
    await behind.query('UPDATE holds SET expires_at = clock_timestamp()');
    proxy.forget();
    const again = async (strategy: string): Promise<void> => {
      await expect.poll(() => buy(strategy), { timeout: AGAIN_MAX_MS }).toBe('confirmed');
    };
    await Promise.all(strategies.map(again));
    const held = async () => (await behind.query('SELECT held FROM sales WHERE id = 1')).rows;
    await expect.poll(held, { timeout: AGAIN_MAX_MS }).toEqual([{ held: 0 }]);
    expect(await engine.services.auditor.audit('1')).toMatchObject({ oversold: 0, undersold: 0, drift: 0 });
  },
);
