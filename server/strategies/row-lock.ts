import { timed } from '../domain/spans.ts';
import { refusalOf } from '../postgres/rules.ts';
import { LOCK_SALE, lockSale, SELL_LOCKED, trySell } from '../postgres/sell.ts';
import { inTransaction } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

/** One buyer at a time: whoever holds the row may read, check and write; the others stand in line. */
export const rowLock: StrategyDefinition = {
  title: 'Row lock',
  description: 'SELECT ... FOR UPDATE in a TypeORM transaction.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `BEGIN;
${LOCK_SALE};                    -- the others wait here
${SELL_LOCKED};
COMMIT;                                         -- the next one's turn`,
  why: 'The row is read and written under one lock: nobody can read a number that somebody else is about to change.',
  costs:
    'All buyers of a sale stand in one line, and each holds the lock for three round trips: the longer they take, the slower the sale.',
  survives:
    "A server that dies in the middle is rolled back by Postgres, and the next in line goes on. A lost answer to COMMIT is an unknown end, which the buyer's key clears up.",
  choose:
    'As the plain answer with one database, moderate rush, and rules that need to look at several rows. Not for one hot item and thousands at once.',

  create: ({ postgres }) => ({
    purchase: (request) =>
      inTransaction(postgres, request, async (manager) => {
        const sale = await timed(request, 'lock', () => lockSale(manager, request.saleId));
        const refusal = await refusalOf(manager, sale, request);
        if (refusal !== null) return refusal;

        const sold = await trySell(manager, request, { statement: SELL_LOCKED });
        return sold ?? { kind: 'fenced' };
      }),
  }),
};
