import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { externalRedis } from '../embedded/external.ts';
import { freePort } from '../embedded/free-port.ts';
import { createLog } from '../log.ts';
import { openClient, serversOf } from '../redis/client.ts';
import { createGate } from '../redis/gate.ts';
import { gateKeys } from '../redis/keys.ts';
import { createPurchaseStream } from '../redis/purchase-stream.ts';
import { shardNames } from '../redis/shards.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openClusterLab, type ClusterLab } from './_util/cluster-lab.ts';
import { holdsOf } from './_util/holds.ts';
import { clusterProgram } from './_util/redis-cluster.ts';
import { freshStores } from './_util/stores.ts';

const log = createLog({ level: 'silent' });
const safeOnRedis = strategyNames.filter((name) => strategies[name].safe && strategies[name].usesRedis);

describe.skipIf(clusterProgram === null)(
  'on a Redis cluster (skipped without valkey-server or redis-server 7 on the PATH)',
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

    test('a URL that names a server as what it is not is told what to write', async () => {
      const [{ redis, name }] = lab.cluster.masters;
      const asServer = `redis://:${redis.options.password}@${name}`;
      await expect(externalRedis(asServer, log)).rejects.toThrow(
        `REDIS_URL (${name}) can't be used: it is a node of a cluster. Write redis+cluster:// in place of redis://`,
      );
      await using stores = await freshStores();
      const { host, password } = new URL(stores.redisUrl);
      await expect(externalRedis(`redis+cluster://:${password}@${host}`, log)).rejects.toThrow(
        `REDIS_URL (${host}) can't be used: it is no node of a cluster: give it as redis://`,
      );
      await expect(externalRedis(`redis+cluster://:wrong@${name}`, log)).rejects.toThrow('WRONGPASS');
    });

    test('one node that answers is enough to find the cluster', async () => {
      const port = await freePort();
      const url = lab.cluster.url.replace('@', `@127.0.0.1:${port},`);
      expect((await externalRedis(url, log)).description).toMatch(
        /^(Redis|Valkey) [\d.]+, a cluster of 3 nodes \(REDIS_URL\)$/,
      );
      const client = await openClient(url, () => undefined);
      expect(serversOf(client)).toHaveLength(3);
      client.disconnect();
    });

    test('a stream is listed on the node that it lies on, so that both are lost together', async () => {
      const stream = createPurchaseStream(lab.client, 'test');
      for (const saleId of lab.saleIds) {
        const request = {
          saleId,
          fence: 99,
          orderId: uuidv7(),
          buyerId: 'ada',
          key: null,
          fingerprint: null,
        };
        await createGate(lab.client).build({ saleId, fence: 99, remaining: 1 });
        const kind = { kind: 'reserved', left: 0 };
        expect(await stream.append({ ...request, epoch: 1, quantity: 1, strategy: 'REDIS_STREAM' })).toEqual(
          kind,
        );
        const here = lab.cluster.masters.find(({ name }) => name === lab.nodeOf(saleId));
        const lists = (await here?.redis.keys('fs:{*}:streams')) ?? [];
        const listed = await Promise.all(lists.map(async (list) => here?.redis.smembers(list)));
        expect(listed.flat()).toContain(`${saleId}/99`);
      }
      expect(await stream.list()).toEqual(
        expect.arrayContaining(lab.saleIds.map((saleId) => ({ saleId, fence: 99 }))),
      );
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
