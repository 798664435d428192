import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateKeys } from '../redis/keys.ts';
import { shardNames } from '../redis/shards.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openClusterLab, type ClusterLab } from './_util/cluster-lab.ts';
import { holdsOf } from './_util/holds.ts';
import { clusterProgram } from './_util/redis-cluster.ts';

const safeOnRedis = strategyNames.filter((name) => strategies[name].safe && strategies[name].usesRedis);

describe.skipIf(clusterProgram === null)(
  'on a Redis cluster (skipped without redis-server on the PATH)',
  () => {
    let lab: ClusterLab;
    beforeAll(async () => {
      lab = await openClusterLab();
    });
    afterAll(() => lab?.[Symbol.asyncDispose]());

    test.each(safeOnRedis)('%s sells sales on three nodes at once, each exactly', async (strategy) => {
      await Promise.all(lab.saleIds.map((saleId) => lab.reset(saleId, 40)));
      const ends = await Promise.all(lab.saleIds.map((saleId) => lab.rush({ saleId, strategy, count: 120 })));
      expect(ends).toEqual(lab.saleIds.map(() => ({ confirmed: 40, soldOut: 80 })));
      for (const saleId of lab.saleIds)
        expect(await lab.services.auditor.audit(saleId)).toMatchObject({
          verdict: 'EXACT',
          sold: 40,
          drift: 0,
        });
    });

    test('all of them mixed on one sale sell exactly the stock', async () => {
      await lab.reset('1', 100);
      const ends = await Promise.all(
        safeOnRedis.map((strategy) => lab.rush({ saleId: '1', strategy, count: 60 })),
      );
      expect(ends.reduce((sum, end) => sum + (end['confirmed'] ?? 0), 0)).toBe(100);
      expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', redisRemaining: 0 });
    });

    test('the shards of one sale lie on more than one node, and count what is left', async () => {
      const { fence } = await lab.reset('1', 80);
      await lab.rush({ saleId: '1', strategy: 'SHARDED_COUNTER', count: 8 });
      const shards = shardNames('1');
      expect(new Set(shards.map(lab.nodeOf)).size).toBeGreaterThan(1);
      const left = await Promise.all(shards.map((name) => lab.client.get(gateKeys(name, fence).left)));
      expect(left.reduce((sum, units) => sum + Number(units), 0)).toBe(72);
    });

    test('a hold takes units from the gate, its release gives them back, and a sold-out fact is taken back', async () => {
      for (const saleId of lab.saleIds) {
        await lab.reset(saleId, 2);
        const holds = holdsOf(lab, saleId);
        const hold = await holds.take('ada', { quantity: 2 });
        const one = { saleId, strategy: 'REDIS_LUA', count: 1 };
        expect(await lab.rush(one)).toEqual({ soldOut: 1 });
        await holds.release(hold);
        await expect.poll(() => lab.redisStock(saleId)).toBe(2);
        expect(await lab.rush({ ...one, count: 2 })).toEqual({ confirmed: 2 });
      }
    });

    test('the health of the stores says how many nodes there are', async () => {
      expect(await lab.services.health()).toMatchObject({
        status: 'ok',
        redis: true,
        redisVersion: expect.stringContaining('a cluster of 3 nodes'),
      });
    });
  },
);
