import { limits } from '../domain/limits.ts';
import { retryWithJitter } from '../domain/retry.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { isRolledBack } from '../postgres/errors.ts';
import { INSERT_ORDER, insertOrder } from '../postgres/repositories/orders.ts';
import { refusalOf } from '../postgres/rules.ts';
import { runPurchase, transact, type Attempted } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 12;
const QUICKER: Attempted = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** The naive program, in transactions that behave as if each ran alone: Postgres ends all but one of those that collide. */
export const serializable: StrategyDefinition = {
  title: 'Serializable',
  description: 'SERIALIZABLE isolation, bounded retries on 40001.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT * FROM sales WHERE id = $1;              -- no lock: check and subtract as if alone
UPDATE sales SET remaining = remaining - $2 WHERE id = $1;
${INSERT_ORDER};
COMMIT;                                         -- 40001: somebody was quicker; again, at most ${ATTEMPTS_MAX} times`,
  why: 'Postgres guarantees that what commits could have run one after the other. Two buyers who read the same number can not both commit: the second gets error 40001 and begins again.',
  costs:
    'Each collision throws a whole transaction away, and a rush on one item is nothing but collisions. Some buyers give up although units are left.',
  survives:
    'Mistakes in the program as well: any check in the transaction holds, not only this one. A crash rolls back.',
  choose:
    'Where rules span many rows and nobody can list what must be locked. Not for one hot item, and never without retries.',

  create: ({ postgres }) => ({
    purchase: (request) =>
      runPurchase(postgres, request, async () => {
        const attempt = (): Promise<Attempted | null> =>
          transact(postgres, { request, isolation: 'SERIALIZABLE' }, async (manager) => {
            const sale = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
            const refusal = await refusalOf(manager, sale, request);
            if (refusal !== null) return refusal;
            await manager.decrement(SaleEntity, { id: request.saleId }, 'remaining', request.quantity);
            const order = await insertOrder(manager, request);
            if (order === null) return { kind: 'fenced' };
            return { kind: 'confirmed' as const, order, remaining: sale.remaining - request.quantity };
          }).catch((error: unknown) => {
            if (isRolledBack(error)) return null;
            throw error;
          });
        return (await retryWithJitter({ ...request, attemptsMax: ATTEMPTS_MAX }, attempt)) ?? QUICKER;
      }),
  }),
};
