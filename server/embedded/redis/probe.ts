import { Redis } from 'ioredis';

const RETRY_MS = 20;

/** Server answers that waiting won't change. */
const FINAL = /WRONGPASS|NOAUTH|NOPERM|ERR AUTH/;

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
function hopeless(redis: Redis, { maxMs }: { maxMs: number }): Promise<string> {
  return new Promise((resolve) => {
    let last = 'it does not answer';
    const timer = setTimeout(() => resolve(last), maxMs);
    redis.once('end', () => clearTimeout(timer));
    redis.on('error', (error) => {
      last = error.message;
      if (FINAL.test(last)) resolve(last);
    });
  });
}

/**
 * Waits until the Redis at `url` has loaded its data and answers.
 * @throws Error with the last reason after `maxMs`, or as soon as `ended` resolves.
 */
export async function probeRedis(
  url: string,
  { maxMs, ended }: { maxMs: number; ended?: Promise<string> },
): Promise<RedisProbe> {
  const redis = new Redis(url, { retryStrategy: () => RETRY_MS, maxRetriesPerRequest: null });
  try {
    const answer = redis.info('server').then((info) => ({ info }));
    answer.catch(() => undefined);
    const outcome = await Promise.race([
      answer,
      hopeless(redis, { maxMs }),
      ...(ended === undefined ? [] : [ended]),
    ]);
    if (typeof outcome === 'string') throw new Error(outcome);
    return readInfo(outcome.info);
  } finally {
    redis.disconnect();
  }
}
