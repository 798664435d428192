import type { DataSource, EntityManager } from 'typeorm';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { isKeyTaken, isNeverSent, isRolledBack, isUnknownEnd } from './errors.ts';
import { findReplay } from './repositories/keyed-orders.ts';
import type { Queryable } from './queryable.ts';

const RETRY_AFTER_MS = 250;

/**
 * Runs one purchase's statements and names what went wrong. Nothing is compensated: a transaction that Postgres refused
 * has not happened, and one whose end is unknown is left to the buyer's key, which finds the truth when it is asked again.
 */
export async function runPurchase(
  postgres: Queryable,
  request: PurchaseRequest,
  work: () => Promise<PurchaseOutcome>,
): Promise<PurchaseOutcome> {
  try {
    return await workOrReplay(postgres, request, work);
  } catch (error) {
    if (isNeverSent(error) || isRolledBack(error))
      return { kind: 'overloaded', retryAfterMs: RETRY_AFTER_MS };
    if (isUnknownEnd(error)) return { kind: 'inProgress', retryAfterMs: RETRY_AFTER_MS };
    throw error;
  }
}

/** The key may have been used meanwhile: then its order is the answer, and the look-up may fail as the work may. */
async function workOrReplay(
  postgres: Queryable,
  request: PurchaseRequest,
  work: () => Promise<PurchaseOutcome>,
): Promise<PurchaseOutcome> {
  try {
    return await work();
  } catch (error) {
    if (!isKeyTaken(error)) throw error;
    return (await findReplay(postgres, request)) ?? { kind: 'inProgress', retryAfterMs: RETRY_AFTER_MS };
  }
}

/** The same within one TypeORM transaction: rolled back as a whole when anything throws, else committed before the answer. */
export function inTransaction(
  postgres: DataSource,
  request: PurchaseRequest,
  work: (manager: EntityManager) => Promise<PurchaseOutcome>,
): Promise<PurchaseOutcome> {
  return runPurchase(postgres, request, () => postgres.transaction(work));
}
