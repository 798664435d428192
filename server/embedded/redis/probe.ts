import { Redis } from 'ioredis';
import { wordsOf } from '../words-of.ts';

const RETRY_MS = 20;

/** What waiting won't change: answers of the server, and a host that nobody knows. */
const FINAL = /WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ENOTFOUND/;

interface ProbeOptions {
  readonly maxMs: number;
  /** Resolves with the reason when it can't answer any more. */
  readonly ended?: Promise<string>;
  /** Hears of each try that has failed and is worth another. */
  readonly onWait?: ((why: string) => void) | undefined;
}

/** What a server says of itself. */
export interface RedisProbe {
  /** Product and version, e.g. "Redis 7.0.15". */
  readonly version: string;
  /** Whether it is a node of a cluster. */
  readonly isNode: boolean;
}

/** Reads the answer to INFO. */
export function readInfo(info: string): RedisProbe {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.+?)\r?$`, 'm').exec(info)?.[1];
  const valkey = field('valkey_version');
  return {
    version:
      valkey === undefined ? `Redis ${field('redis_version') ?? 'of unknown version'}` : `Valkey ${valkey}`,
    isNode: (field('server_mode') ?? field('redis_mode')) === 'cluster',
  };
}

/** Resolves with the reason when waiting any longer is pointless. */
function hopeless(redis: Redis, { maxMs, onWait }: ProbeOptions): Promise<string> {
  return new Promise((resolve) => {
    let last = 'it does not answer';
    const timer = setTimeout(() => resolve(last), maxMs);
    redis.once('end', () => clearTimeout(timer));
    redis.on('error', (error) => {
      last = wordsOf(error);
      if (FINAL.test(last)) resolve(last);
      else onWait?.(last);
    });
  });
}

/**
 * Waits until the Redis at `url` has loaded its data and answers.
 * @throws Error with the last reason after `maxMs`, or as soon as `ended` resolves.
 */
export async function probeRedis(url: string, { maxMs, ended, onWait }: ProbeOptions): Promise<RedisProbe> {
  const redis = new Redis(url, { retryStrategy: () => RETRY_MS, maxRetriesPerRequest: null });
  try {
    const answer = redis.info('server').then((info) => ({ info }));
    answer.catch(() => undefined);
    const outcome = await Promise.race([
      answer,
      hopeless(redis, { maxMs, onWait }),
      ...(ended === undefined ? [] : [ended]),
    ]);
    if (typeof outcome === 'string') throw new Error(outcome);
    return readInfo(outcome.info);
  } finally {
    redis.disconnect();
  }
}
