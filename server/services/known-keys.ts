import type { DataSource } from 'typeorm';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { soldOutKeys } from '../postgres/repositories/orders.ts';
import { findReplay } from '../postgres/transaction.ts';
import { shareReads } from './shared-read.ts';

/** How old the list of a sold-out sale's keys may be. */
const MAX_AGE_MS = 1_000;

/** Finds the order that a refused buyer already has. */
export interface KnownKeys {
  /** What an earlier request under the same key came to; null when there was none. */
  find(request: PurchaseRequest): Promise<PurchaseOutcome | null>;
}

/**
 * A buyer who retries with the same key must get the order again even when the sale is sold out by now. Asking Postgres
 * for each of thousands of refused buyers would undo what the gate is for. But while a sale has no unit left, no order
 * can be added: its keys are read once a second, and most buyers are answered from memory.
 */
export function createKnownKeys(postgres: DataSource): KnownKeys {
  const keysOf = shareReads((saleId) => soldOutKeys(postgres, saleId), MAX_AGE_MS);
  return {
    async find(request) {
      if (request.key === null) return null;
      const sold = await keysOf(request.saleId);
      if (sold?.fence === request.fence && !sold.keys.has(`${request.buyerId} ${request.key}`)) return null;
      return findReplay(postgres, request);
    },
  };
}
