import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateKeys } from '../redis/keys.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { READY, startServer } from './_util/server-process.ts';
import { tempDir } from './_util/temp-dir.ts';
import {
  clusterProgram,
  moveSlot,
  openTestCluster,
  type ClusterNode,
  type TestCluster,
} from './_util/redis-cluster.ts';
import { runSql } from './_util/sql.ts';
import { freshStores, type FreshStores } from './_util/stores.ts';

const safeOnRedis = strategyNames.filter((name) => strategies[name].safe && strategies[name].usesRedis);

describe.skipIf(clusterProgram === null)(
  'replicas on a Redis cluster (skipped without valkey-server or redis-server 7 on the PATH)',
  () => {
    let cluster: TestCluster;
    let stores: FreshStores;
    let lab: TestApp;
    let other: TestApp;
    beforeAll(async () => {
      cluster = await openTestCluster();
      stores = await freshStores({ redisUrl: cluster.url });
      [lab, other] = await Promise.all([openTestApp({}, stores), openTestApp({}, stores)]);
    });
    afterAll(async () => {
      await Promise.all([lab?.[Symbol.asyncDispose](), other?.[Symbol.asyncDispose]()]);
      await stores?.[Symbol.asyncDispose]();
      await cluster?.[Symbol.asyncDispose]();
    });

    test.each(safeOnRedis)('an attack with %s ends EXACT, seen by another replica', async (strategy) => {
      const load = { requests: 300, concurrency: 30, stock: 50 };
      const { id } = await lab.admin.launchAttack({ saleId: '1', strategy, ...load });
      const states = [];
      for await (const state of other.client.watchAttack(id)) states.push(state);
      expect(states.at(-1)).toMatchObject({
        state: 'FINISHED',
        sent: 300,
        confirmed: 50,
        audit: { verdict: 'EXACT', sold: 50, remaining: 0, drift: 0 },
      });
      const seen = { orders: 50, databaseStock: 0, redisStock: 0 };
      await expect.poll(() => other.client.stats('1')).toMatchObject(seen);
    });

    test('a subscription to figures hears of what another replica sells', async () => {
      await lab.admin.resetSale({ saleId: '1', stock: 3 });
      const seen = [];
      for await (const { orders, redisStock } of other.client.watchStats({ saleId: '1' })) {
        seen.push({ orders, redisStock });
        if (seen.length === 1)
          await lab.client.purchase({ saleId: '1', buyerId: 'ada', strategy: 'REDIS_LUA' });
        if (orders === 1 && redisStock === 2) break;
      }
      expect([seen.at(0), seen.at(-1)]).toEqual([
        { orders: 0, redisStock: 3 },
        { orders: 1, redisStock: 2 },
      ]);
    });

    test.each(safeOnRedis)('%s can be gone through one command at a time', async (strategy) => {
      const opened = await lab.admin.steps.open({ strategy, buyers: 2, stock: 1, quantity: 1, schedule: '' });
      let session = opened;
      for (let turn = 0; session.judgement === null && turn < 60; turn += 1) {
        const ready = session.buyers.find(({ status }) => status === 'READY');
        const asked =
          ready === undefined
            ? lab.admin.steps.session(opened.id)
            : lab.admin.steps.step(opened.id, ready.name);
        session = (await asked) ?? session;
      }
      expect(session.judgement).toMatchObject({ verdict: 'EXACT' });
      expect(session.outside).toMatchObject({ remaining: 0, orders: 1 });
      expect(session.steps.some(({ statement }) => statement.store === 'REDIS')).toBe(true);
      await lab.admin.steps.close(opened.id);
      const left = await Promise.all(cluster.masters.map(({ redis }) => redis.keys('fs-steps:*')));
      expect(left.flat()).toEqual([]);
    });

    test('of two replicas one builds the gates of a node that was flushed, and of a slot that has moved', async () => {
      await lab.admin.resetSale({ saleId: '1', stock: 7 });
      const sql = (text: string) => runSql<{ fence: number }>(stores.databaseUrl, text);
      const fence = (await sql('SELECT fence FROM sales WHERE id = 1'))[0]?.fence ?? 0;
      const gate = gateKeys('1', fence).left;
      const owner = async (): Promise<ClusterNode> => {
        const kept = await Promise.all(cluster.masters.map(({ redis }) => redis.exists(gate).catch(() => 0)));
        return cluster.masters[kept.indexOf(1)] ?? cluster.masters[0];
      };
      const rebuilt = () =>
        sql(
          `SELECT fence FROM sale_events WHERE sale_id = 1 AND kind = 'rebuild' AND fence > ${fence} ORDER BY fence`,
        );
      const from = await owner();
      await from.redis.flushall();
      await expect.poll(rebuilt).toEqual([{ fence: fence + 1 }]);
      const [to = from] = cluster.masters.filter((master) => master !== from);
      await moveSlot(gate, from, to);
      await expect.poll(rebuilt).toEqual([{ fence: fence + 1 }, { fence: fence + 2 }]);
      const stands = async (): Promise<number | null> => (await other.client.stats('1')).redisStock;
      await expect.poll(stands).toBe(7);
      for (const { client } of [lab, other])
        await client.purchase({ saleId: '1', buyerId: 'ada', strategy: 'REDIS_LUA' });
      expect(await lab.client.audit('1')).toMatchObject({ sold: 2, redisRemaining: 5, drift: 0 });
      expect(await rebuilt()).toHaveLength(2);
    });

    test('the server says at its start and in its health that it stands on a cluster', async () => {
      await using dir = await tempDir();
      const env = { DATABASE_URL: stores.databaseUrl, REDIS_URL: cluster.url };
      await using server = startServer({ dataDir: dir.path, env });
      const [, url] = await server.said(READY);
      expect(server.output()).toMatch(/(Redis|Valkey) [\d.]+, a cluster of 3 nodes \(REDIS_URL\)/);
      const health = await fetch(`${url}/health/ready`);
      expect(await health.json()).toMatchObject({
        redis: true,
        redisVersion: expect.stringContaining('a cluster of 3 nodes'),
      });
    });

    test('an audit waits for what another replica owes the gate', async () => {
      await lab.admin.resetSale({ saleId: '1', stock: 5 });
      await other.client.purchase({ saleId: '1', buyerId: 'ada', strategy: 'CONDITIONAL_UPDATE' });
      expect(await lab.client.audit('1')).toMatchObject({ sold: 1, redisRemaining: 4, drift: 0 });
    });
  },
);
