import type { DataSource } from 'typeorm';
import { readFences } from '../postgres/repositories/sales.ts';
import { RedisCluster, slotOf, type RedisClient } from '../redis/client.ts';
import { gateKeys, nodeKey } from '../redis/keys.ts';
import type { GateName } from '../redis/pending.ts';
import { createSaleList } from '../redis/sale-list.ts';
import { shardNames } from '../redis/shards.ts';

/** Long after every replica has seen the slot move. */
const NOTE_KEPT_S = 24 * 60 * 60;

type Owners = readonly (string | undefined)[];

/** Sales of which a gate stands on one of these slots; those in shards have eight more. */
export async function salesOn(
  { postgres, redis }: { postgres: DataSource; redis: RedisClient },
  isHere: (gate: string) => boolean,
): Promise<(GateName & { readonly gates: readonly string[] })[]> {
  const [sales, sharded] = await Promise.all([
    readFences(postgres),
    createSaleList(redis, 'sharded')
      .all()
      .catch((): GateName[] => []),
  ]);
  const isSharded = new Set(sharded.map(({ saleId, fence }) => `${saleId}/${fence}`));
  return sales
    .map(({ saleId, fence }) => {
      const shards = isSharded.has(`${saleId}/${fence}`) ? shardNames(saleId) : [];
      return { saleId, fence, gates: [saleId, ...shards].filter(isHere) };
    })
    .filter(({ gates }) => gates.length > 0);
}

/**
 * Which sales have a gate whose slot has gone from one master of a cluster to another since the last question: what moved
 * past it on the way, nobody may have told it. Of all replicas one is told so. A master that is new here has a life of its
 * own, by which its gates are found. Throws when Postgres can't be asked; what has moved is then told the next time.
 */
export function createGateMoves(deps: {
  postgres: DataSource;
  redis: RedisClient;
}): () => Promise<readonly GateName[]> {
  const { redis } = deps;
  if (!(redis instanceof RedisCluster)) return () => Promise.resolve([]);
  let before: Owners = redis.owners();

  async function isFirstToSee(gate: string, now: Owners): Promise<boolean> {
    const node = now[slotOfGate(gate)] ?? '';
    // Of one that is away nobody can tell: it is built anew once too often rather than not at all.
    const known = await redis.set(nodeKey(gate), node, 'EX', NOTE_KEPT_S, 'GET').catch(() => null);
    return known !== node;
  }

  return async () => {
    const now = redis.owners();
    const masters = new Set(before);
    const hasMoved = (slot: number): boolean =>
      now[slot] !== before[slot] && before[slot] !== undefined && masters.has(now[slot]);
    if (!now.some((_, slot) => hasMoved(slot))) {
      before = now;
      return [];
    }
    const moved = await salesOn(deps, (gate) => hasMoved(slotOfGate(gate)));
    const seen = await Promise.all(
      moved.map(async ({ gates }) => Promise.all(gates.map((gate) => isFirstToSee(gate, now)))),
    );
    before = now;
    return moved.filter((_, index) => seen[index]?.includes(true));
  };
}

function slotOfGate(gate: string): number {
  return slotOf(gateKeys(gate, 0).left);
}
