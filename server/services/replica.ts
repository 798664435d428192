import type { DataSource } from 'typeorm';
import type { Redis } from 'ioredis';
import { failOrphan, listUnfinished } from '../postgres/repositories/attacks.ts';
import { replicaKey } from '../redis/keys.ts';

const EVERY_MS = 2_000;
const ALIVE_MS = 10_000;

/**
 * Says in Redis that this replica lives, and ends the attacks of replicas that no longer do: without it an attack whose
 * server was killed would be RUNNING for ever.
 */
export function startReplica(deps: {
  postgres: DataSource;
  redis: Redis;
  replicaId: string;
  onError: (error: unknown) => void;
}): AsyncDisposable {
  const { postgres, redis, replicaId, onError } = deps;

  async function beat(): Promise<void> {
    await redis.set(replicaKey(replicaId), '1', 'PX', ALIVE_MS);
    const unfinished = await listUnfinished(postgres, new Date(Date.now() - EVERY_MS));
    const others = unfinished.filter((attack) => attack.owner !== replicaId);
    await Promise.all(
      others.map(async ({ id, owner }) => {
        if ((await redis.exists(replicaKey(owner))) === 0)
          await failOrphan(postgres, id, 'The server that ran this attack has stopped.');
      }),
    );
  }

  void beat().catch(onError);
  const timer = setInterval(() => void beat().catch(onError), EVERY_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await redis.del(replicaKey(replicaId)).catch(() => undefined);
    },
  };
}
