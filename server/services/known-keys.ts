import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { shareRecent } from '../domain/recent.ts';
import type { Queryable } from '../postgres/queryable.ts';
import {
  findByKeys,
  replayOf,
  soldOutKeys,
  type BuyerKey,
  type KeyedOrder,
} from '../postgres/repositories/keyed-orders.ts';
import { isStrategyName, strategies } from '../strategies/index.ts';
import { combine } from './combine.ts';

/** How old the list of a sold-out sale's keys may be. */
const MAX_AGE_MS = 1_000;
const LOOKUPS_MAX = 500;
/** Of all sales together: about 20 MB. Those that were asked for longest ago are forgotten first. */
const KEYS_MAX = 200_000;

/** What tells whose key it is, and of which sale under which fence. */
export type KeyedRequest = Pick<PurchaseRequest, 'saleId' | 'fence' | 'buyerId' | 'key' | 'strategy'>;

/** Finds the order that a refused buyer already has. */
export interface KnownKeys {
  /** What an earlier request under the same key came to; null when there was none. Throws when Postgres can't be asked. */
  find(request: PurchaseRequest): Promise<PurchaseOutcome | null>;
  /** Whether it is known, without asking anybody, that there was none. */
  isNew(request: KeyedRequest): boolean;
}

/**
 * A buyer who retries with the same key must get the order again even when the sale is sold out by now. Asking Postgres
 * for each of thousands of refused buyers would undo what the gate is for. But while a sale has no unit left, no order
 * can be added: its keys are read once, Postgres is asked once a second whether the sale's row has changed since, and
 * most buyers are answered from memory. The others share queries.
 */
export function createKnownKeys(postgres: Queryable, keysMax = KEYS_MAX): KnownKeys {
  const soldOut = createSoldOutLists(postgres, keysMax);
  const lookUp = combine<BuyerKey, KeyedOrder | null>((keys) => findByKeys(postgres, keys), LOOKUPS_MAX);
  return {
    async find(request) {
      const { buyerId, key } = request;
      if (key === null) return null;
      // An unsafe strategy may still add orders to a sale that has no unit left: its buyers are looked up one by one.
      const sold = isSafe(request.strategy) ? await soldOut.get(request.saleId) : null;
      if (sold?.fence === request.fence && !sold.keys.has(`${buyerId} ${key}`)) return null;
      const known = await lookUp({ buyerId, key });
      return known === null ? null : replayOf(request, known);
    },
    isNew({ saleId, fence, buyerId, key, strategy }) {
      if (key === null) return true;
      const sold = isSafe(strategy) ? soldOut.peek(saleId) : null;
      return sold?.fence === fence && !sold.keys.has(`${buyerId} ${key}`);
    },
  };
}

/** The keys of a sale that has nothing left. */
interface SoldOutList {
  readonly fence: number;
  readonly version: number;
  readonly keys: ReadonlySet<string>;
}

/** Lists of sold-out sales' keys, a second old at most. */
interface SoldOutLists {
  /** Null for a sale without. */
  get(saleId: string): Promise<SoldOutList | null>;
  /** The same without asking anybody; null as well where nobody has asked of late. */
  peek(saleId: string): SoldOutList | null;
}

/** Never more than so many keys. */
function createSoldOutLists(postgres: Queryable, keysMax: number): SoldOutLists {
  const kept = new Map<string, SoldOutList>();
  /** Which reading of a sale was the last to be believed. */
  const told = new Map<string, number>();
  let turns = 0;

  /** Asked for of late: the last to go. */
  function keep(saleId: string, list: SoldOutList): void {
    kept.set(saleId, list);
    let room = keysMax;
    for (const [each, { keys }] of [...kept].toReversed()) {
      room -= keys.size;
      if (room < 0) kept.delete(each);
    }
  }

  async function refresh(saleId: string): Promise<true> {
    const turn = (turns += 1);
    const before = kept.get(saleId);
    const found = await soldOutKeys(postgres, saleId, before?.version ?? null);
    // One that was read earlier and comes later says nothing any more.
    if ((told.get(saleId) ?? 0) > turn) return true;
    told.set(saleId, turn);
    kept.delete(saleId);
    if (found === null) return true;
    const keys = found.keys === null ? before?.keys : new Set(found.keys);
    if (keys !== undefined) keep(saleId, { fence: found.fence, version: found.version, keys });
    return true;
  }

  // What is shared for a second is that it was read, and not the list: that one may have had to go.
  const recent = shareRecent(refresh, MAX_AGE_MS);
  const listOf = (saleId: string): SoldOutList | null => kept.get(saleId) ?? null;
  return {
    get: async (saleId) => {
      await recent.get(saleId);
      return listOf(saleId);
    },
    peek: (saleId) => (recent.peek(saleId) === true ? listOf(saleId) : null),
  };
}

function isSafe(strategy: string): boolean {
  return isStrategyName(strategy) && strategies[strategy].safe;
}
