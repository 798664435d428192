import { gateKeys } from '../../redis/keys.ts';
import { SALE_ID } from './ask.ts';
import { elapse } from './clock.ts';
import type { Cluster } from './cluster.ts';
import type { Fault } from './fault.ts';

async function gateOf({ postgres }: Cluster): Promise<string> {
  const [sale] = await postgres.query<{ fence: number }>('SELECT fence FROM sales WHERE id = 1');
  return gateKeys(SALE_ID, sale?.fence ?? 0).left;
}

/** What happens to Redis and on the way to it. */
export const redisFaults: readonly Fault[] = [
  {
    name: 'Redis is killed',
    kills: 1,
    async inject({ cluster: { redis }, random }) {
      await elapse(random.between(50, 1_000));
      redis.kill();
      await redis.proxy.refuse();
      await redis.start();
      await redis.proxy.listen();
    },
  },
  {
    name: 'Redis is flushed',
    kills: 0,
    async inject({ cluster: { redis }, random }) {
      for (let round = 0; round < 3; round += 1) {
        await redis.run((store) => store.flushall());
        await elapse(random.between(50, 500));
      }
    },
  },
  {
    name: 'the gate is deleted',
    kills: 0,
    async inject({ cluster, random }) {
      for (let round = 0; round < 5; round += 1) {
        const key = await gateOf(cluster);
        await cluster.redis.run((store) => store.del(key));
        await elapse(random.between(20, 300));
      }
    },
  },
  {
    name: 'Redis is frozen',
    kills: 0,
    async inject({ cluster: { redis }, isBrief }) {
      redis.freeze();
      await elapse(isBrief ? 2_000 : 6_000);
      redis.thaw();
    },
  },
  {
    name: 'Redis can not be heard',
    kills: 0,
    async inject({ cluster: { redis }, isBrief }) {
      redis.proxy.poison('hole');
      await elapse(isBrief ? 2_000 : 6_000);
      redis.proxy.poison('none');
    },
  },
  {
    name: 'connections to Redis are reset as soon as they are made',
    kills: 0,
    async inject({ cluster: { redis } }) {
      redis.proxy.poison('reset');
      await elapse(1_500);
      redis.proxy.poison('none');
    },
  },
  {
    name: 'answers of Redis to scripts are lost',
    kills: 0,
    async inject({ cluster: { redis }, random }) {
      for (let round = 0; round < 5; round += 1) {
        await redis.proxy.loseReplyTo('evalsha');
        await elapse(random.between(20, 300));
      }
    },
  },
  {
    name: 'Redis is far away',
    kills: 0,
    async inject({ cluster: { redis } }) {
      redis.proxy.slow(150);
      await elapse(2_500);
      redis.proxy.slow(0);
    },
  },
  {
    name: 'the network forgets every connection to Redis',
    kills: 0,
    needsStock: true,
    inject: async ({ cluster: { redis } }) => redis.proxy.forget(),
  },
];
