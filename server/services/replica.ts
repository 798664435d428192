import type { DataSource } from 'typeorm';
import type { Redis } from 'ioredis';
import { failOrphan, listUnfinished } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
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
  pubSub: PubSub;
  replicaId: string;
  onError: (error: unknown) => void;
}): AsyncDisposable {
  const { postgres, redis, pubSub, replicaId, onError } = deps;

  async function fail(attackId: string): Promise<void> {
    const attack = await failOrphan(postgres, attackId, 'The server that ran this attack has stopped.');
    if (attack !== null) pubSub.publish('attackChanged', { attackId, attack });
  }

  async function endOrphans(olderThan: Date): Promise<void> {
    const unfinished = await listUnfinished(postgres, olderThan);
    const others = unfinished.filter((attack) => attack.owner !== replicaId);
    await Promise.all(
      others.map(async ({ id, owner }) => {
        if ((await redis.exists(replicaKey(owner))) === 0) await fail(id);
      }),
    );
  }

  async function beat(): Promise<void> {
    await redis.set(replicaKey(replicaId), '1', 'PX', ALIVE_MS);
    // One that was queued a moment ago may be of a replica that has not said yet that it lives.
    await endOrphans(new Date(Date.now() - EVERY_MS));
  }

  async function bury(gone: string): Promise<void> {
    await redis.del(replicaKey(gone));
    const unfinished = await listUnfinished(postgres, new Date());
    await Promise.all(unfinished.filter(({ owner }) => owner === gone).map(({ id }) => fail(id)));
  }

  const unlisten = pubSub.listen('replicaGone', (message) => void bury(message.replicaId).catch(onError));
  void beat().catch(onError);
  const timer = setInterval(() => void beat().catch(onError), EVERY_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      unlisten();
      await redis.del(replicaKey(replicaId)).catch(() => undefined);
    },
  };
}
