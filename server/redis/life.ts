import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { guardKey } from './keys.ts';
import { loadScript, parseInteger } from './script.ts';

/** Of a replica that died while it was building nobody hears anything: another one begins so late. */
const CLAIM_MS = 1_000;

const claim = loadScript('claimLife-1', parseInteger);
const keep = loadScript('keepLife-1', parseInteger);

/** The work of building every gate in this life of Redis, which one replica has claimed. */
export interface Claim {
  /** Says that the work goes on. */
  prolong(): Promise<void>;
  /** Says that the gates are built. Does nothing when Redis was flushed or restarted since: they are gone then. */
  end(): Promise<void>;
}

/** Which life of the Redis server the gates were built in: Redis itself remembers it, beside the gates. */
export interface Life {
  /** `known`: the gates belong to this life. `claimed`: somebody else is building them. */
  ask(): Promise<'known' | 'claimed' | Claim>;
}

/**
 * A claim is written before the first gate is built, and only while it still stands do the gates count as built. So a
 * flush at any moment takes either a claim away or the memory of this life, and is noticed by that. (A mark that is set
 * at the end alone was seen to be set after a flush, and the gates stayed away.)
 */
export function createLife(redis: Redis, guard = guardKey(null)): Life {
  const claimant = randomUUID();
  let number = 0;
  return {
    async ask() {
      const life = await lifeOf(redis);
      number += 1;
      const mine = [life, claimant, number];
      const answer = await claim.run(redis, [guard], [...mine, CLAIM_MS]);
      if (answer !== 2) return answer === 0 ? 'known' : 'claimed';
      return {
        async prolong() {
          await keep.run(redis, [guard], [...mine, CLAIM_MS]);
        },
        async end() {
          await keep.run(redis, [guard], [...mine, 0]);
        },
      };
    },
  };
}

/** Changes with every start of the server process behind the connection. */
async function lifeOf(redis: Redis): Promise<string> {
  return /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1] ?? 'unknown';
}
