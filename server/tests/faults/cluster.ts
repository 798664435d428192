import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { PurchaseStrategy } from '../../../sdk/index.ts';
import { createLog } from '../../log.ts';
import { gateKeys } from '../../redis/keys.ts';
import { shardNames } from '../../redis/shards.ts';
import { openWith, type Resources } from '../../resources.ts';
import { tempDir } from '../_util/temp-dir.ts';
import { SALE_ID } from './ask.ts';
import { until } from './clock.ts';
import { openFaultyPostgres, type FaultyPostgres } from './postgres.ts';
import { openFaultyRedis, type FaultyRedis } from './redis.ts';
import { openReplica, type Replica } from './replica.ts';

/** Two server processes on a PostgreSQL and a Redis of their own, each store behind a proxy. */
export interface Cluster extends AsyncDisposable {
  readonly postgres: FaultyPostgres;
  readonly redis: FaultyRedis;
  readonly replicas: readonly [Replica, Replica];
  /** Strategies that promise to sell no unit too many. */
  readonly safeStrategies: readonly PurchaseStrategy[];
  /** Puts so many units on sale in a new epoch. */
  restock(stock: number): Promise<void>;
  /** Reservations of the running fence that nobody has settled. */
  pending(): Promise<number>;
  /** Leaves an overdue reservation of one unit behind, as a replica that died. Gives and takes nothing in the end. */
  leaveReservation(): Promise<void>;
  /** Lets every lease run out now, as if ten seconds had gone by. */
  endLeases(): Promise<void>;
}

const START_MAX_MS = 30_000;

/** Starts everything in a temporary folder; where a part does not start, the others are stopped. */
export function openCluster(): Promise<Cluster> {
  return openWith(startCluster);
}

async function startCluster(resources: Resources): Promise<Cluster> {
  const dir = resources.own(await tempDir('flash-sale-faults'));
  const log = createLog({ level: 'silent' });
  const postgres = resources.own(await openFaultyPostgres(dir.path, log));
  const redis = resources.own(await openFaultyRedis(dir.path, log));
  const start = async (name: string): Promise<Replica> => {
    const dataDir = join(dir.path, name);
    await mkdir(dataDir);
    return openReplica({ name, dataDir, databaseUrl: postgres.url, redisUrl: redis.url });
  };
  const [a, b] = await Promise.allSettled([start('A'), start('B')]);
  for (const each of [a, b]) if (each.status === 'fulfilled') resources.own(each.value);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  const replicas = [a.value, b.value] as const;
  const strategies = await replicas[0].client().strategies();
  const fence = async (): Promise<number> => {
    const [sale] = await postgres.query<{ fence: number }>('SELECT fence FROM sales WHERE id = 1');
    return sale?.fence ?? 0;
  };
  /** The reservations of the gate and of its shards. */
  const everyPending = async (): Promise<string[]> => {
    const now = await fence();
    return [SALE_ID, ...shardNames(SALE_ID)].map((name) => gateKeys(name, now).pending);
  };
  return {
    postgres,
    redis,
    replicas,
    safeStrategies: strategies.flatMap(({ safe, strategy }) => (safe ? [strategy] : [])),
    async restock(stock) {
      const reset = (): Promise<boolean> =>
        replicas[0]
          .client()
          .resetSale({ saleId: SALE_ID, stock })
          .then(
            () => true,
            () => false,
          );
      await until('a new epoch', reset, { maxMs: START_MAX_MS, everyMs: 200 });
    },
    async pending() {
      const all = await everyPending();
      return redis.run(async (store) => {
        const counts = await Promise.all(all.map((key) => store.zcard(key)));
        return counts.reduce((sum, count) => sum + count, 0);
      });
    },
    async leaveReservation() {
      const { left, pending } = gateKeys(SALE_ID, await fence());
      await redis.run(async (store) => {
        if ((await store.exists(left)) === 1)
          await store.multi().decr(left).zadd(pending, 1, `${randomUUID()}:1`).exec();
      });
    },
    async endLeases() {
      const all = await everyPending();
      await redis.run(async (store) => {
        for (const key of all) {
          const members = await store.zrange(key, '0', '-1');
          if (members.length > 0) await store.zadd(key, 'XX', ...members.flatMap((member) => [1, member]));
        }
      });
    },
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}
