import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPubSub } from '../realtime/pub-sub.ts';
import { uuidv7 } from '../domain/ids.ts';
import { openDataSource } from '../postgres/data-source.ts';
import { openAnywhere, openClient, serverNameOf } from '../redis/client.ts';
import { gateKeys } from '../redis/keys.ts';
import { createGateMoves } from '../services/gate-moves.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestApp } from './_util/app.ts';
import { openClusterLab, type ClusterLab } from './_util/cluster-lab.ts';
import { clusterProgram, moveSlot } from './_util/redis-cluster.ts';

const onRedis = ['REDIS_LUA', 'REDIS_WATCH', 'REDIS_STREAM', 'REDIS_LOCK', 'SHARDED_COUNTER'] as const;

describe.skipIf(clusterProgram === null)(
  'a Redis cluster (skipped without valkey-server or redis-server 7 on the PATH)',
  () => {
    let lab: ClusterLab;
    beforeAll(async () => {
      lab = await openClusterLab();
    });
    afterAll(() => lab?.[Symbol.asyncDispose]());

    const lines: Redis[] = [];
    afterAll(() => lines.forEach((line) => line.disconnect()));
    const anywhere = async (): Promise<Redis> => {
      const line = await openAnywhere(lab.client, () => undefined);
      lines.push(line);
      return line;
    };
    const fenceOf = async (saleId: string): Promise<number> =>
      (await lab.services.sales.find(saleId))?.fence ?? 0;
    const rebuilt = (saleId: string): Promise<{ reason: string }[]> =>
      lab.sql("SELECT reason FROM sale_events WHERE sale_id = $1 AND kind = 'rebuild' ORDER BY id", [saleId]);
    /** Everything that is left is sold, not one unit more, and the books agree with the gate. */
    const sellsOut = async (saleId: string, stock: number): Promise<void> => {
      for (const strategy of onRedis) await lab.rush({ saleId, strategy, count: stock / 4 });
      expect(await lab.services.auditor.audit(saleId)).toMatchObject({
        verdict: 'EXACT',
        sold: stock,
        remaining: 0,
        redisRemaining: 0,
        drift: 0,
      });
    };
    /** Orders that a buyer was told of and that are not there. */
    const lost = async (saleId: string, confirmed: number): Promise<number> => {
      const [row] = await lab.sql<{ sold: number }>(
        'SELECT coalesce(sum(quantity), 0)::int AS sold FROM orders WHERE sale_id = $1',
        [saleId],
      );
      return confirmed - (row?.sold ?? 0);
    };

    test('a node that is killed and comes back empty gets its gates back under a new fence; the others keep theirs', async () => {
      const [onDead, ...others] = lab.saleIds;
      const [dead] = lab.cluster.masters;
      await Promise.all(lab.saleIds.map((saleId) => lab.reset(saleId, 200)));
      const fences = await Promise.all(lab.saleIds.map(fenceOf));
      const rushes = lab.saleIds.flatMap((saleId) =>
        // The shards of a sale stand on all nodes.
        onRedis
          .filter((strategy) => saleId === onDead || strategy !== 'SHARDED_COUNTER')
          .map((strategy) => ({ saleId, strategy, count: 20 })),
      );
      const under = Promise.all(rushes.map(lab.rush));
      await dead.kill();
      // Nobody waits for a node that is away, least of all those who buy elsewhere.
      const asked = [
        ...lab.saleIds.map((saleId) => ({ saleId, strategy: 'REDIS_LUA', count: 20 })),
        // What is noted of a reservation by its id alone may lie on the node that is away.
        ...others.map((saleId) => ({ saleId, strategy: 'REDIS_STREAM', count: 20 })),
      ];
      expect(await Promise.all(asked.map(lab.rush))).toEqual(asked.map(() => ({ confirmed: 20 })));
      await dead.start();
      const ends = await under;
      expect(ends).toEqual(rushes.map(() => ({ confirmed: 20 })));
      await expect.poll(() => fenceOf(onDead)).toBeGreaterThan(fences[0] ?? 0);
      await expect.poll(() => lab.redisStock(onDead)).toBe(80);
      expect((await rebuilt(onDead)).at(-1)?.reason).toContain(dead.name);
      expect(await Promise.all(others.map(fenceOf))).toEqual(fences.slice(1));
      for (const saleId of lab.saleIds) {
        expect(await lost(saleId, 120)).toBe(0);
        await sellsOut(saleId, 200);
      }
    });

    test('a purchase is promised its end where the node is away on which its note would lie', async () => {
      const [, saleId] = lab.saleIds;
      const [dead] = lab.cluster.masters;
      await lab.reset(saleId, 20);
      await dead.kill();
      const promised = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const input = { saleId, buyerId: `buyer-${index}`, quantity: 1, idempotencyKey: null };
          const of = { ...input, strategy: 'REDIS_STREAM' };
          return (await lab.services.purchases.purchase(of, ANONYMOUS)).answer.kind;
        }),
      );
      expect(new Set(promised)).toEqual(new Set(['pending']));
      await dead.start();
      await expect.poll(() => lost(saleId, 20)).toBe(0);
    });

    test('one node that is flushed under load sells on exactly', async () => {
      const [, saleId] = lab.saleIds;
      const [, node] = lab.cluster.masters;
      await lab.reset(saleId, 200);
      const fence = await fenceOf(saleId);
      const under = Promise.all(onRedis.map((strategy) => lab.rush({ saleId, strategy, count: 20 })));
      for (let round = 0; round < 3; round += 1) await node.redis.flushall();
      await under;
      await expect.poll(() => fenceOf(saleId)).toBeGreaterThan(fence);
      await sellsOut(saleId, 200);
    });

    test('a slot that moves to another node takes its sale along, under a new fence and under load', async () => {
      const [, saleId] = lab.saleIds;
      const [, from, to] = lab.cluster.masters;
      await lab.reset(saleId, 200);
      const fence = await fenceOf(saleId);
      const under = Promise.all(onRedis.map((strategy) => lab.rush({ saleId, strategy, count: 20 })));
      await moveSlot(gateKeys(saleId, fence).left, from, to);
      await under;
      await expect.poll(() => lab.nodeOf(saleId)).toBe(to.name);
      await expect.poll(() => fenceOf(saleId)).toBeGreaterThan(fence);
      await expect.poll(() => lab.redisStock(saleId)).toBe(100);
      await sellsOut(saleId, 200);
    });

    test('of a slot that has moved one replica is told', async () => {
      const [, , saleId] = lab.saleIds;
      const [, to, from] = lab.cluster.masters;
      const { fence } = await lab.reset(saleId, 7);
      const other = await openClient(lab.cluster.url, () => undefined);
      const pool = { url: lab.stores.databaseUrl, name: 'test', poolSize: 1, onError: () => undefined };
      const postgres = await openDataSource(pool);
      const replicas = [lab.client, other].map((redis) => ({
        redis,
        moves: createGateMoves({ postgres, redis }),
      }));
      const gate = gateKeys(saleId, fence).left;
      await moveSlot(gate, from, to);
      await expect
        .poll(() => replicas.map(({ redis }) => serverNameOf(redis, gate)))
        .toEqual([to.name, to.name]);
      const told = [];
      for (const { moves } of replicas) told.push(...(await moves()));
      // The third is the one that sells.
      expect(told.length).toBeLessThanOrEqual(1);
      for (const { moves } of replicas) expect(await moves()).toEqual([]);
      other.disconnect();
      await postgres.destroy();
    });

    test('a cluster that refuses as a whole while a node is away turns nobody away', async () => {
      const [, , saleId] = lab.saleIds;
      const [dead, ...others] = lab.cluster.masters;
      await lab.reset(saleId, 60);
      const cover = (whole: 'yes' | 'no') =>
        Promise.all(others.map(({ redis }) => redis.config('SET', 'cluster-require-full-coverage', whole)));
      await cover('yes');
      await dead.kill();
      const refused = async (): Promise<string> => {
        const answer = others[0]?.redis.get('any').then(() => 'served', String);
        return (await answer) ?? '';
      };
      await expect.poll(refused).toContain('CLUSTERDOWN');
      expect(await lab.rush({ saleId, strategy: 'REDIS_LUA', count: 20 })).toEqual({ confirmed: 20 });
      await cover('no');
      await dead.start();
      await expect.poll(() => lab.redisStock(saleId)).toBe(40);
      await sellsOut(saleId, 60);
    });

    test('a replica that starts while a node is away sells all sales', async () => {
      const [dead] = lab.cluster.masters;
      await Promise.all(lab.saleIds.map((saleId) => lab.reset(saleId, 5)));
      await dead.kill();
      await using late = await openTestApp({}, lab.stores);
      for (const saleId of lab.saleIds) {
        const wish = { saleId, buyerId: 'ada', strategy: 'REDIS_LUA', idempotencyKey: uuidv7() } as const;
        expect(await late.client.purchase(wish)).toMatchObject({ __typename: 'PurchaseConfirmed' });
      }
      expect(await late.client.health()).toMatchObject({
        redis: true,
        redisVersion: expect.stringContaining('1 of them away'),
      });
      await dead.start();
      await expect.poll(() => Promise.all(lab.saleIds.map(lab.redisStock))).toEqual([4, 4, 4]);
    });

    test('messages go on by another node when the one that passed them on is killed', async () => {
      const [subscriber, publisher] = await Promise.all([anywhere(), anywhere()]);
      const [a, b] = await Promise.all([
        createPubSub({ publisher, subscriber: await anywhere(), replicaId: 'a', isCluster: true }),
        createPubSub({ publisher, subscriber, replicaId: 'b', isCluster: true }),
      ]);
      const heard: string[] = [];
      b.listen('saleChanged', ({ saleId }) => void heard.push(saleId));
      const used = [subscriber, publisher].map(({ options }) => options.port);
      for (const [index, port] of used.entries()) {
        const node = lab.cluster.masters.find((each) => each.port === port);
        await node?.kill();
        await expect
          .poll(() => {
            a.publish('saleChanged', { saleId: `${index}` });
            return heard;
          })
          .toContain(`${index}`);
        await node?.start();
      }
      await Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()]);
    });

    test('a node that stands still for longer than a command may take turns nobody away', async () => {
      const [saleId] = lab.saleIds;
      const [node] = lab.cluster.masters;
      await lab.reset(saleId, 60);
      node.freeze();
      expect(await lab.rush({ saleId, strategy: 'REDIS_LUA', count: 20 })).toEqual({ confirmed: 20 });
      node.thaw();
      await expect.poll(() => lab.redisStock(saleId)).toBe(40);
      await sellsOut(saleId, 60);
    });

    test('a replica that has missed sales and takes over sells none of them again', async () => {
      const [saleId] = lab.saleIds;
      const [master] = lab.cluster.masters;
      const { replica } = lab.cluster;
      await lab.reset(saleId, 200);
      const fence = await fenceOf(saleId);
      await lab.rush({ saleId, strategy: 'REDIS_LUA', count: 1 });
      await lab.cluster.cutOffReplica();
      for (const strategy of onRedis) await lab.rush({ saleId, strategy, count: 20 });
      // Nothing is left to tell the gate: what gives the replica away is that it is another server.
      expect(await lab.services.auditor.audit(saleId)).toMatchObject({ redisRemaining: 99, drift: 0 });
      await master.kill();
      await lab.cluster.takeOver();
      expect(await replica.redis.get(gateKeys(saleId, fence).left)).toBe('199');
      await expect.poll(() => fenceOf(saleId)).toBeGreaterThan(fence);
      expect((await rebuilt(saleId)).at(-1)?.reason).toContain(`${replica.name} was started`);
      await expect.poll(() => lab.nodeOf(saleId)).toBe(replica.name);
      expect(await lost(saleId, 101)).toBe(0);
      await expect.poll(() => lab.redisStock(saleId)).toBe(99);
      await sellsOut(saleId, 200);
    });
  },
);
