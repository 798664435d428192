import { setTimeout as wait } from 'node:timers/promises';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { INSERT_ORDER, insertOrder } from '../postgres/repositories/orders.ts';
import { refusalOf } from '../postgres/rules.ts';
import { runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const DECREMENT =
  'UPDATE sales SET remaining = remaining - $2 WHERE id = $1 AND epoch = $3 RETURNING remaining';

/** Check, then act, with nothing that holds the two together. */
export const noLock: StrategyDefinition = {
  title: 'No lock',
  description:
    'UNSAFE. Read the stock, check it, then subtract: two buyers pass the same check and the stock goes negative.',
  safe: false,
  usesRedis: false,
  source: `SELECT * FROM sales WHERE id = $1;          -- the buyer sees units left
-- ... the race window: others read the same number ...
${DECREMENT};
${INSERT_ORDER};`,

  create: ({ postgres }) => ({
    purchase: (request) =>
      runPurchase(postgres, request, async () => {
        const sale = await postgres.manager.findOneByOrFail(SaleEntity, { id: request.saleId });
        const refusal = await refusalOf(postgres, sale, request);
        if (refusal !== null) return refusal;

        if (sale.raceWindowMs > 0) await wait(sale.raceWindowMs);

        const [rows] = await postgres.query<[{ remaining: number }[], number]>(DECREMENT, [
          request.saleId,
          request.quantity,
          request.epoch,
        ]);
        const row = rows[0];
        if (row === undefined) return { kind: 'fenced' };
        const order = await insertOrder(postgres, request);
        return order === null ? { kind: 'fenced' } : { kind: 'confirmed', order, remaining: row.remaining };
      }),
  }),
};
