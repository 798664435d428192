import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { INSERT_ORDER, insertOrder } from '../postgres/repositories/orders.ts';
import { refusalOf } from '../postgres/rules.ts';
import { inTransaction } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

/** One buyer at a time: whoever holds the row may read, check and write; the others stand in line. */
export const rowLock: StrategyDefinition = {
  title: 'Row lock',
  description: 'SELECT ... FOR UPDATE in a TypeORM transaction.',
  safe: true,
  usesRedis: false,
  source: `BEGIN;
SELECT * FROM sales WHERE id = $1 FOR UPDATE;   -- the others wait here
UPDATE sales SET remaining = remaining - $2 WHERE id = $1;
${INSERT_ORDER};
COMMIT;                                         -- the next one's turn`,

  create: ({ postgres }) => ({
    purchase: (request) =>
      inTransaction(postgres, request, async (manager) => {
        const sale = await manager.findOneOrFail(SaleEntity, {
          where: { id: request.saleId },
          lock: { mode: 'pessimistic_write' },
        });
        const refusal = await refusalOf(manager, sale, request);
        if (refusal !== null) return refusal;

        await manager.decrement(SaleEntity, { id: request.saleId }, 'remaining', request.quantity);
        const order = await insertOrder(manager, request);
        return order === null
          ? { kind: 'fenced' }
          : { kind: 'confirmed', order, remaining: sale.remaining - request.quantity };
      }),
  }),
};
