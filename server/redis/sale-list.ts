import { anyOf } from './any-of.ts';
import { RedisCluster, serverNameOf, slotOf, type RedisClient } from './client.ts';
import { gateKeys, listKey } from './keys.ts';
import type { GateName } from './pending.ts';

/** More than there will be nodes, and few enough to be asked for once a second. */
const PARTS = 64;

/** A list of sales, each under a fence, that all replicas see. Every method throws when Redis can't be reached. */
export interface SaleList {
  /** `beside`: the gates that it tells of, the sale's own unless it is in shards. */
  add(sale: GateName, beside?: readonly string[]): Promise<void>;
  remove(sale: GateName): Promise<void>;
  /** Those that can be read: of a node that is away nothing is known. */
  all(): Promise<GateName[]>;
}

/**
 * One set on one server. On a cluster it would be lost, or out of reach, with a node that has nothing to do with most of its
 * sales. So it is in parts there, and a sale stands in one on the node of its gate: it is lost with what it tells of, or not
 * at all.
 */
export function createSaleList(redis: RedisClient, name: 'streams' | 'sharded'): SaleList {
  const parts = redis instanceof RedisCluster ? Array.from({ length: PARTS }, (_, part) => part) : [null];
  const keys = parts.map((part) => listKey(name, part));

  function partBeside(saleId: string, fence: number): string {
    const gate = gateKeys(saleId, fence).left;
    const node = serverNameOf(redis, gate);
    const key = keys.find((each) => serverNameOf(redis, each) === node) ?? keys[slotOf(gate) % keys.length];
    return key ?? listKey(name, null);
  }

  return {
    async add({ saleId, fence }, beside = [saleId]) {
      const all = new Set(beside.map((gate) => partBeside(gate, fence)));
      await anyOf([...all].map((key) => redis.sadd(key, `${saleId}/${fence}`)));
    },
    async remove({ saleId, fence }) {
      await anyOf(keys.map((key) => redis.srem(key, `${saleId}/${fence}`)));
    },
    async all() {
      const members = await anyOf(keys.map((key) => redis.smembers(key)));
      return [...new Set(members.flat())].map((member) => {
        const [saleId = '', fence] = member.split('/');
        return { saleId, fence: Number(fence) };
      });
    },
  };
}
