import type { Standing } from '../domain/truth.ts';
import type { RedisClient } from './client.ts';
import { createGate, LEASE_MS, type Gate, type Reservation } from './gate.ts';
import { gateKeys, partKey } from './keys.ts';
import { createSaleList } from './sale-list.ts';
import { loadScript, parseInteger, parsePair } from './script.ts';

/** Each may live on another node of a cluster. */
const SHARDS = 8;
/** Shards of an old fence are never deleted, they fade. */
const KEEP_MS = 60 * 60 * 1_000;

const takeUpTo = loadScript('takeUpTo-3', parsePair);
const fill = loadScript('fillShard-2', parseInteger);

/** The script that takes units of a shard, as Redis runs it: shown by the explainer. */
export const takeUpToSource = takeUpTo.source;

/** What a round of shards had for a purchase. */
export interface Round {
  /** What was taken, a reservation in each shard that had something. */
  readonly parts: readonly Reservation[];
  /** Units that were not to be had. */
  readonly missing: number;
  /** Reservations of others that are under way in the shards that were asked. */
  readonly pending: number;
  /** One of them does not stand: the sale's shards must be filled. */
  readonly isAbsent: boolean;
}

/** A sale's gate in eight parts, each a gate with a hash tag of its own. Every method throws when Redis can't be reached. */
export interface Shards {
  /** The shards of a sale in the order in which this buyer asks: its own first, then all around. */
  namesFor(buyer: { saleId: string; buyerId: string }): string[];
  /** Takes what is wanted from these shards, one after the other, until it is complete. */
  take(wanted: Reservation, names: readonly string[]): Promise<Round>;
  /** Ends the reservations. `giveBack` when the units were not sold. */
  settle(parts: readonly Reservation[], giveBack: boolean): Promise<void>;
  /** Spreads what Postgres has left over the shards that do not stand, or are empty and promise nothing. */
  fill(saleId: string, standing: Standing): Promise<void>;
  /** Sales with shards, and their fences. */
  list(): Promise<{ saleId: string; fence: number }[]>;
  /** Forgets shards of an old fence. */
  forget(sale: { saleId: string; fence: number }): Promise<void>;
  /** What each of them is by its name. */
  readonly gate: Gate;
}

/** All shards of a sale, each by the name under which it is a gate. */
export function shardNames(saleId: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${saleId}:s${shard}`);
}

/** Shards on one connection. */
export function createShards(redis: RedisClient): Shards {
  const gate = createGate(redis);
  const sharded = createSaleList(redis, 'sharded');
  const keysOf = (name: string, fence: number): [string, string] => {
    const keys = gateKeys(name, fence);
    return [keys.left, keys.pending];
  };
  return {
    gate,
    namesFor({ saleId, buyerId }) {
      const names = shardNames(saleId);
      const home = homeOf(buyerId);
      return [...names.slice(home), ...names.slice(0, home)];
    },
    async take({ orderId, fence, quantity }, names) {
      const parts: Reservation[] = [];
      let [missing, pending, isAbsent] = [quantity, 0, false];
      for (const name of names) {
        if (missing === 0) break;
        const args = [orderId, missing, LEASE_MS, KEEP_MS];
        // eslint-disable-next-line no-await-in-loop -- what one shard has decides what the next is asked for
        const [units, others] = await takeUpTo.run(
          redis,
          [...keysOf(name, fence), partKey(name, fence, orderId)],
          args,
        );
        isAbsent ||= units < 0;
        pending += others;
        if (units <= 0) continue;
        missing -= units;
        parts.push({ orderId, saleId: name, fence, quantity: units });
      }
      return { parts, missing, pending, isAbsent };
    },
    async settle(parts, giveBack) {
      await Promise.all(parts.map((part) => gate.settle(part, giveBack)));
    },
    async fill(saleId, { fence, remaining }) {
      const names = shardNames(saleId);
      const shareOf = (shard: number): number =>
        Math.floor((Math.max(0, remaining) + SHARDS - 1 - shard) / SHARDS);
      await sharded.add({ saleId, fence }, names);
      await Promise.all(
        names.map((name, shard) => fill.run(redis, keysOf(name, fence), [shareOf(shard), KEEP_MS])),
      );
    },
    list: () => sharded.all(),
    forget: (sale) => sharded.remove(sale),
  };
}

/** Spreads buyers evenly, and sends one buyer to one shard. */
function homeOf(buyerId: string): number {
  let hash = 0;
  for (let at = 0; at < buyerId.length; at += 1) hash = (hash * 31 + buyerId.charCodeAt(at)) >>> 0;
  return hash % SHARDS;
}
