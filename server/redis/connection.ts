import { Redis, type RedisOptions } from 'ioredis';

/** How long a command may take before it counts as lost. */
const COMMAND_TIMEOUT_MS = 1_000;
/** A connection that is silent for so long while an answer is due is given up: the network may have forgotten it. */
const SILENCE_MAX_MS = 2_000;
const RECONNECT_MAX_MS = 1_000;

/** How every connection of the product behaves. */
export const redisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: true,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MAX_MS,
  connectTimeout: 2_000,
  retryStrategy: (attempt: number) => Math.min(RECONNECT_MAX_MS, 50 * attempt),
} satisfies RedisOptions;

/**
 * A connection that never sends a command twice and never queues while Redis is away: a purchase must fail at once rather
 * than happen late. (By default ioredis resends what had no reply, and one purchase took two units.)
 */
export function openRedis(url: string, onError: (error: Error) => void): Promise<Redis> {
  return connected(new Redis(url, redisOptions), onError);
}

/** Connects it. Where that fails nothing is left open, and nothing tries again. */
export async function connected(redis: Redis, onError: (error: Error) => void): Promise<Redis> {
  // Without a listener an unreachable Redis would end the process; with one, each command fails for itself.
  redis.on('error', onError);
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}
