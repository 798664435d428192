import { limits } from '../domain/limits.ts';
import { timed } from '../domain/spans.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { SELL_AT_VERSION, trySell } from '../postgres/sell.ts';
import { inTransaction } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 5;
/** One bigint, the sale's own id: nothing is hashed, so no two sales share a lock. */
const LOCK = 'SELECT pg_advisory_xact_lock($1::bigint)';

/** A lock with a number for a name, which guards whatever its users agree on. */
export const advisoryLock: StrategyDefinition = {
  title: 'Advisory lock',
  description: 'pg_advisory_xact_lock on the sale.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `BEGIN;
${LOCK};                       -- the others wait here
SELECT *, version FROM sales WHERE id = $2;
${SELL_AT_VERSION};
COMMIT;                                         -- gives the lock back`,
  why: 'One buyer at a time holds the lock of the sale. It binds only those who ask for it, so the write also names the version it was decided on: other strategies on the same sale are noticed.',
  costs:
    'A line as with the row lock, but readers and writers of the row who need no order are not held up. Each waiting buyer keeps a connection.',
  survives:
    'The lock ends with its transaction, however that ends: a server that dies leaves none behind. It is on the same connection as the work, so no second one can run out.',
  choose:
    'To guard something that has no row, or many. For a stock that is one row, the row lock says the same with less.',

  create: ({ postgres }) => ({
    purchase: (request) =>
      inTransaction(postgres, request, async (manager) => {
        await timed(request, 'lock', () => manager.query(LOCK, [request.saleId]));
        for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
          // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
          const sale = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
          // eslint-disable-next-line no-await-in-loop -- as above
          const refusal = await refusalOf(manager, sale, request);
          if (refusal !== null) return refusal;
          const unchanged = { statement: SELL_AT_VERSION, last: sale.version };
          // eslint-disable-next-line no-await-in-loop -- as above
          const sold = await trySell(manager, request, unchanged);
          if (sold !== null) return sold;
        }
        return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
      }),
  }),
};
