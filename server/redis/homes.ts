import type { Redis } from 'ioredis';
import { RedisCluster, serverNameOf, serversOf, type RedisClient, type RedisServer } from './client.ts';
import { gateKeys, guardKey } from './keys.ts';
import { createLife, type Life } from './life.ts';

/** A server on which gates stand, and its life. */
export interface GateHome extends RedisServer {
  readonly life: Life;
  /** Whether the gate of a sale, or a shard by its own name, stands here. */
  has(gate: string): boolean;
}

/**
 * The servers on which gates stand: one, or each master of a cluster. Every one has a life of its own: it restarts, is
 * flushed or is replaced without the others, and only its gates are then worth nothing.
 */
export function createHomes(client: RedisClient): () => GateHome[] {
  const lives = new WeakMap<Redis, Map<string, Life>>();

  function lifeOn({ name, redis }: RedisServer): Life {
    const guard = guardOn(client, name);
    const its = lives.get(redis) ?? new Map<string, Life>();
    lives.set(redis, its);
    const life = its.get(guard) ?? createLife(redis, guard);
    its.set(guard, life);
    return life;
  }

  return () =>
    serversOf(client).map((server) => ({
      ...server,
      life: lifeOn(server),
      has: (gate) => serverNameOf(client, gateKeys(gate, 0).left) === server.name,
    }));
}

/** What was found, for as long as the cluster looks the same: a master with one slot has one guard in thousands. */
const found = new WeakMap<object, Map<string, string>>();

/** The first guard that falls into a slot of this master: the same for every replica that sees the same cluster. */
function guardOn(client: RedisClient, name: string): string {
  if (!(client instanceof RedisCluster)) return guardKey(null);
  const owners = client.owners();
  const guards = found.get(owners) ?? new Map<string, string>();
  found.set(owners, guards);
  const known = guards.get(name);
  if (known !== undefined) return known;
  for (let part = 0; ; part += 1) {
    const guard = guardKey(part);
    if (serverNameOf(client, guard) !== name) continue;
    guards.set(name, guard);
    return guard;
  }
}
