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
 * can be added: its keys are read once a second, and most buyers are answered from memory. The others share queries.
 */
export function createKnownKeys(postgres: Queryable): KnownKeys {
  const keys = shareRecent((saleId) => soldOutKeys(postgres, saleId), MAX_AGE_MS);
  const lookUp = combine<BuyerKey, KeyedOrder | null>((keys) => findByKeys(postgres, keys), LOOKUPS_MAX);
  return {
    async find(request) {
      const { buyerId, key } = request;
      if (key === null) return null;
      // An unsafe strategy may still add orders to a sale that has no unit left: its buyers are looked up one by one.
      const sold = isSafe(request.strategy) ? await keys.get(request.saleId) : null;
      if (sold?.fence === request.fence && !sold.keys.has(`${buyerId} ${key}`)) return null;
      const known = await lookUp({ buyerId, key });
      return known === null ? null : replayOf(request, known);
    },
    isNew({ saleId, fence, buyerId, key, strategy }) {
      if (key === null) return true;
      const sold = isSafe(strategy) ? keys.peek(saleId) : undefined;
      return sold?.fence === fence && !sold.keys.has(`${buyerId} ${key}`);
    },
  };
}

function isSafe(strategy: string): boolean {
  return isStrategyName(strategy) && strategies[strategy].safe;
}
