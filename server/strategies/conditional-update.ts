import { limits } from '../domain/limits.ts';
import { timed } from '../domain/spans.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { SELL_GUARDED, trySell } from '../postgres/sell.ts';
import { onConnection, runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 5;

/** The check is part of the write: there is no moment between the two. */
export const conditionalUpdate: StrategyDefinition = {
  title: 'Conditional update',
  description: 'One guarded UPDATE ... WHERE remaining >= n RETURNING.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `${SELL_GUARDED};
-- no row: SELECT * FROM sales WHERE id = $2 says why`,
  why: 'Reading, checking and subtracting are one statement. Whoever comes second waits for the row, and Postgres checks the condition again on what the first one left.',
  costs:
    'One round trip, and the row is locked only for as long as Postgres needs to commit. All buyers still share that one row.',
  survives:
    'Stock and order are one statement, so a crash leaves both or neither. A lost answer is an unknown end, which the key clears up.',
  choose:
    'As the first choice with one database: the least code that is right, and the quickest that decides each buyer alone.',

  create: ({ postgres }) => ({
    purchase: (request) =>
      runPurchase(postgres, request, () =>
        onConnection(postgres, request, async (manager) => {
          for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
            const guarded = { statement: SELL_GUARDED, last: request.fence };
            // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
            const sold = await timed(request, 'lock', () => trySell(manager, request, guarded));
            if (sold !== null) return sold;
            // eslint-disable-next-line no-await-in-loop -- as above
            const sale = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
            // eslint-disable-next-line no-await-in-loop -- as above
            const refusal = await refusalOf(manager, sale, request);
            // Units came back between the two: once more.
            if (refusal !== null) return refusal;
          }
          return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
        }),
      ),
  }),
};
