import { limits } from '../domain/limits.ts';
import type { DataSource, EntityManager } from 'typeorm';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { timed } from '../domain/spans.ts';
import { isKeyTaken, isNeverSent, isRolledBack, isUnknownEnd } from './errors.ts';
import { findReplay } from './repositories/keyed-orders.ts';
import type { Refusal } from './rules.ts';
import type { Queryable } from './queryable.ts';

/** How often a purchase takes the pool back before it is told that others were quicker. */
const RECLAIMS_MAX = 3;

/** How an attempt ended: as a purchase does, or with the news that units may be in the pool. */
export type Attempted = PurchaseOutcome | Refusal;

/**
 * Runs one purchase's statements and names what went wrong. Nothing is compensated: a transaction that Postgres refused
 * has not happened, and one whose end is unknown is left to the buyer's key, which finds the truth when it is asked again.
 * An attempt that found its units in the pool is made again after they were taken back.
 */
export async function runPurchase(
  postgres: Queryable,
  request: PurchaseRequest,
  work: () => Promise<Attempted>,
): Promise<PurchaseOutcome> {
  try {
    for (let reclaims = 0; reclaims < RECLAIMS_MAX; reclaims += 1) {
      // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
      const outcome = await timed(request, 'statements', () => workOrReplay(postgres, request, work));
      if (outcome.kind !== 'pooled') return outcome;
      // eslint-disable-next-line no-await-in-loop -- as above
      await timed(request, 'lock', () => postgres.query('SELECT reclaim_pool($1)', [request.saleId]));
    }
    return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
  } catch (error) {
    if (isNeverSent(error) || isRolledBack(error))
      return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
    if (isUnknownEnd(error)) return { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };
    throw error;
  }
}

/** The key may have been used meanwhile: then its order is the answer, and the look-up may fail as the work may. */
async function workOrReplay(
  postgres: Queryable,
  request: PurchaseRequest,
  work: () => Promise<Attempted>,
): Promise<Attempted> {
  try {
    return await work();
  } catch (error) {
    if (!isKeyTaken(error)) throw error;
    return (await findReplay(postgres, request)) ?? { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };
  }
}

/** What a transaction is for, and how it is isolated: READ COMMITTED unless it says otherwise. */
export interface Isolated {
  readonly request: PurchaseRequest;
  readonly isolation?: 'SERIALIZABLE';
}

/** The same within one TypeORM transaction: rolled back as a whole when anything throws, else committed before the answer. */
export function inTransaction(
  postgres: DataSource,
  request: PurchaseRequest,
  work: (manager: EntityManager) => Promise<Attempted>,
): Promise<PurchaseOutcome> {
  return runPurchase(postgres, request, () => transact(postgres, { request }, work));
}

/** One transaction on a connection of its own, its waits measured. Throws what any part of it threw, rolled back. */
export async function transact(
  postgres: DataSource,
  { request, isolation }: Isolated,
  work: (manager: EntityManager) => Promise<Attempted>,
): Promise<Attempted> {
  const runner = postgres.createQueryRunner();
  try {
    await timed(request, 'connection', () => runner.connect());
    await runner.startTransaction(isolation);
    const outcome = await work(runner.manager);
    await timed(request, 'commit', () => runner.commitTransaction());
    return outcome;
  } catch (error) {
    // A connection that broke can't be told to roll back, and needn't be.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Statements without a transaction around them, one after the other on one connection, its wait measured. */
export async function onConnection<Value>(
  postgres: DataSource,
  request: PurchaseRequest,
  work: (manager: EntityManager) => Promise<Value>,
): Promise<Value> {
  const runner = postgres.createQueryRunner();
  try {
    await timed(request, 'connection', () => runner.connect());
    return await work(runner.manager);
  } finally {
    await runner.release();
  }
}
