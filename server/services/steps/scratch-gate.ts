import { createTurnstile } from '../../domain/turnstile.ts';
import { createGate } from '../../redis/gate.ts';
import { tellScripts } from '../../redis/script.ts';
import { createStepping } from '../../redis/stepping-redis.ts';
import { strategies } from '../../strategies/index.ts';
import type { ActorOptions } from './actor.ts';

/** The gates of a stage's sales, as who looks on sees them: under a prefix that no sale of the product has. */
export interface ScratchGate {
  /** Opens the gate of a new sale, as opening a sale does. */
  build(sale: { saleId: string; fence: number; remaining: number }): Promise<void>;
  /** Units left and promised; null when there is no gate. */
  read(saleId: string, fence: number): Promise<{ left: number; pending: number } | null>;
  /** Takes every key away that the buyers used, and ends the connection. */
  close(): Promise<void>;
}

/** Of a strategy that does not use Redis. */
export const NO_GATE: ScratchGate = {
  build: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};

/** Connects to Redis, and tells it the scripts, so that no buyer has to. */
export async function openScratchGate(options: ActorOptions): Promise<ScratchGate> {
  const { redisUrl, keyPrefix, keys, onError, strategy } = options;
  const { turnstile } = createTurnstile({ arrived: () => undefined, answered: () => undefined });
  const redis = createStepping(redisUrl, { keyPrefix, keys, turnstile });
  redis.on('error', onError);
  try {
    await redis.connect();
    await tellScripts(redis);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  const gate = createGate(redis);
  // What is sold past the gate the service tells it afterwards, which is not part of a strategy.
  const { build, read } = strategies[strategy].gated ? gate : NO_GATE;
  return {
    build,
    read,
    async close() {
      // One by one: on a cluster they may lie on several nodes.
      const used = Array.from(keys, (key) => key.slice(keyPrefix.length));
      await Promise.all(used.map((key) => redis.unlink(key).catch(onError)));
      redis.disconnect();
    },
  };
}
