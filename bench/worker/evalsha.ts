import { Redis } from 'ioredis';
import type { Job } from './job.ts';
import { together, type Done, type Together } from './together.ts';

/** Takes a unit if there is one: the counter in Redis that most articles end with. */
const TAKE = `local left = tonumber(redis.call('GET', KEYS[1]))
if left < tonumber(ARGV[1]) then return -1 end
return redis.call('DECRBY', KEYS[1], ARGV[1])`;

const STOCK = 1_000_000_000;

/** One script call after the other on one connection: a round trip each, and nothing that is durable. */
export async function openEvalshaJob({ redisUrl }: { redisUrl: string }): Promise<Job<Together, Done>> {
  const redis = new Redis(redisUrl);
  const key = 'bench:{counter}';
  const sha = String(await redis.script('LOAD', TAKE));
  return {
    async run(input) {
      await redis.set(key, STOCK);
      return together(input, async () => Number(await redis.evalsha(sha, 1, key, 1)) >= 0);
    },
    async [Symbol.asyncDispose]() {
      await redis.quit();
    },
  };
}
