import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { timed } from '../domain/spans.ts';
import {
  decidePooled,
  FILL_POOL,
  TAKE_POOLED,
  takePooledSource,
  WAIT_FOR_UNIT,
} from '../postgres/unit-pool.ts';
import type { Queryable } from '../postgres/queryable.ts';
import { onConnection, runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 8;
/** Units that stand in the pool when it was filled: moving them takes the lock that the pool is there to avoid. */
const FILL_UNITS = 500;

/** No hot row: every unit is a row of its own, and a buyer takes one that nobody has hands on. */
export const skipLocked: StrategyDefinition = {
  title: 'Skip locked',
  description: 'One row per unit, FOR UPDATE SKIP LOCKED.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `${TAKE_POOLED};\n-- FILL: ${FILL_POOL}; -- LOCKED: ${WAIT_FOR_UNIT};\n\n${takePooledSource}`,
  why: 'A unit is a row, and a row can be deleted once. Rows in other hands are skipped, not waited for; only when all that is left is in other hands does a buyer wait, and sold out means that there is no row at all.',
  costs:
    'A row to insert and to delete for each unit, and space until vacuum has been. Buyers do not wait for each other, so as many are decided at once as there are connections; but where the sale has a limit per buyer they do, since what a buyer has is counted.',
  survives:
    'A buyer who dies gives the rows back with the rollback. Other strategies take unsold units back out of the pool before they say sold out.',
  choose:
    'Where units differ, seats for instance, or where buyers need long transactions. For units that are all alike, a number is cheaper.',

  create: ({ postgres, groups }) => ({
    purchase: (request) =>
      runPurchase(postgres, request, async () => {
        const end = await onConnection(postgres, request, (manager) => takeUnits(manager, request));
        // Where others kept being quicker, Postgres takes the pool back and decides in the order of arrival.
        return end ?? groups.purchase(request);
      }),
  }),
};

/** Null when others kept being quicker. */
async function takeUnits(postgres: Queryable, request: PurchaseRequest): Promise<PurchaseOutcome | null> {
  // A pool that is half full is left as it is: half of it must be enough for this buyer.
  const fillUnits = Math.max(FILL_UNITS, 2 * request.quantity);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
    const end = await decidePooled(postgres, request);
    if (end !== 'FILL' && end !== 'LOCKED') return end;
    const next = (): Promise<unknown> =>
      end === 'FILL'
        ? postgres.query(FILL_POOL, [request.saleId, request.fence, fillUnits])
        : postgres.query(WAIT_FOR_UNIT, [request.saleId]);
    // eslint-disable-next-line no-await-in-loop -- as above
    await timed(request, 'lock', next);
  }
  return null;
}
