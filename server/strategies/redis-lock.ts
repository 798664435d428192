import type { EntityManager } from 'typeorm';
import { limits } from '../domain/limits.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import { retryWithJitter } from '../domain/retry.ts';
import { timed } from '../domain/spans.ts';
import { recentRefusal } from '../domain/truth.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { readLockFence, SELL_UNDER_LOCK, trySell } from '../postgres/sell.ts';
import { onConnection, runPurchase, type Attempted } from '../postgres/transaction.ts';
import { createSaleLock, lockSource, type SaleLock } from '../redis/sale-lock.ts';
import { createTurnsByKey } from '../redis/turns.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 3;
const WAIT_MAX_MS = 2_000;
const TURNED_AWAY: Attempted = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** One buyer of a sale at a time, by a lock in Redis; Postgres does not take the lock's word for it. */
export const redisLock: StrategyDefinition = {
  title: 'Redis lock',
  description: 'A Redis lock (SET NX PX) with a fencing token that Postgres checks.',
  safe: true,
  usesRedis: true,
  gated: false,
  source: `-- 1. Redis: the lock and its number; afterwards, letting it go\n${lockSource}\n-- 2. Postgres: refuses a number that is not the highest it has seen\n${SELL_UNDER_LOCK};`,
  why: 'A lock that expires can be held by two: one that was frozen wakes up and does not know that it is over. So each lock comes with a higher number, and the statement that sells refuses a number below one that it has seen. What is left is checked by the same statement.',
  costs:
    'Three round trips for each unit, one buyer after the other: the slowest way to be right. Within a server buyers wait in line, so that only one of each server asks Redis.',
  survives:
    'A holder that dies keeps the others waiting until its lock ends, two seconds; one that only froze is refused by Postgres. Without Redis there is no lock: buyers are told to come again, and nothing is sold. A counter that Redis lost goes on from the number in Postgres.',
  choose:
    'Where work beside the database must not happen twice at once. To sell units of one row, the row has a lock of its own.',

  create({ postgres, redis, truth }) {
    const lock = createSaleLock(redis);
    const line = createTurnsByKey({ atOnce: 1, waitingMax: 5_000, waitMaxMs: WAIT_MAX_MS });
    return {
      purchase: (request) =>
        runPurchase(postgres, request, async () => {
          const refusal = await recentRefusal(truth, request);
          if (refusal !== null) return refusal;
          const until = performance.now() + WAIT_MAX_MS;
          const inTurn = async (): Promise<Attempted> => {
            // What those before have left may be nothing: that needs no lock.
            const buy = (manager: EntityManager) => buyUnderLock({ lock, manager, until }, request);
            return (await recentRefusal(truth, request)) ?? onConnection(postgres, request, buy);
          };
          const end = await timed(request, 'lock', () => line.run(request.saleId, inTurn));
          return end === 'busy' ? TURNED_AWAY : end;
        }),
    };
  },
};

/** A lock that was lost, or a number that is not the highest, sells nothing: then the lock is taken again. */
async function buyUnderLock(
  { lock, manager, until }: { lock: SaleLock; manager: EntityManager; until: number },
  request: PurchaseRequest,
): Promise<Attempted> {
  let above = 0;
  const attempt = async (): Promise<Attempted | null> => {
    const number = await lock.acquire({ ...request, above, until });
    if (number === null) return TURNED_AWAY;
    try {
      const sold = await trySell(manager, request, {
        statement: SELL_UNDER_LOCK,
        last: [request.fence, number],
      });
      if (sold !== null) return sold;
      above = await readLockFence(manager, request.saleId);
      const sale = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
      return await refusalOf(manager, sale, request);
    } finally {
      lock.release(request);
    }
  };
  return (await retryWithJitter({ ...request, attemptsMax: ATTEMPTS_MAX }, attempt)) ?? TURNED_AWAY;
}
