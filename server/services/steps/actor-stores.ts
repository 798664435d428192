import { waitedFor } from '../../domain/afterwards.ts';
import type { Truth } from '../../domain/truth.ts';
import type { Turnstile } from '../../domain/turnstile.ts';
import { openSteppingSessions } from '../../postgres/steps/sessions.ts';
import { createTruth } from '../../postgres/truth.ts';
import { connected } from '../../redis/connection.ts';
import { createGate } from '../../redis/gate.ts';
import { createRedisLines } from '../../redis/lines.ts';
import { createStepping, createSteppingBeside } from '../../redis/stepping-redis.ts';
import { strategies, type StrategyDeps } from '../../strategies/index.ts';
import type { ActorOptions } from './actor.ts';

/** What a strategy gets, every way to a store behind one turnstile. */
export interface ActorStores {
  readonly deps: StrategyDeps;
  close(): Promise<void>;
}

/** Connects one buyer, as if it were a replica of its own. `name` is what Postgres calls its sessions. */
export async function openActorStores(
  name: string,
  options: ActorOptions & { readonly turnstile: Turnstile },
): Promise<ActorStores> {
  const { databaseUrl, redisUrl, keyPrefix, keys, turnstile, onError, strategy, late } = options;
  const stepping = { keyPrefix, keys, turnstile };
  const redis = createStepping(redisUrl, stepping);
  redis.on('error', onError);
  const redisLines = createRedisLines(redis, (key) =>
    connected(createSteppingBeside(redis, { url: redisUrl, key }, stepping), onError),
  );
  if (strategies[strategy].usesRedis) await redis.connect();
  const { postgres, groups, close } = await openSteppingSessions(databaseUrl, {
    name,
    turnstile,
    onError,
  }).catch((error: unknown) => {
    redis.disconnect();
    throw error;
  });
  return {
    deps: {
      postgres,
      writes: postgres,
      groups,
      redis,
      redisLines,
      gate: createGate(redis),
      truth: timeless(createTruth(postgres)),
      afterwards: waitedFor,
      attempts: { record: () => undefined },
      ends: {
        record: ({ request, figure }) => void late.set(request.orderId, figure),
        failed: (error) => onError(error instanceof Error ? error : new Error(String(error))),
      },
    },
    async close() {
      redis.disconnect();
      await Promise.all([redisLines[Symbol.asyncDispose](), close()]);
    },
  };
}

/** Nothing is remembered for a moment: whether a statement is sent must not hang on how long somebody thinks. */
function timeless(truth: Truth): Truth {
  return {
    ...truth,
    recentStanding: truth.standing,
    peekStanding: () => undefined,
    lastStanding: () => undefined,
  };
}
