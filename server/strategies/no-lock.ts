import { setTimeout as wait } from 'node:timers/promises';
import { createAttemptNotes } from '../postgres/attempts.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { orderOf, orderValues } from '../postgres/repositories/orders.ts';
import { refusalOf } from '../postgres/rules.ts';
import { runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const SUBTRACT_AND_SELL = `WITH sale AS (
  UPDATE sales SET remaining = remaining - $5 WHERE id = $2 AND epoch = $3 RETURNING remaining
)
INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint)
SELECT $1::uuid, $2, $3, $4, $5, $6, $7, $8 FROM sale
RETURNING (extract(epoch FROM created_at) * 1000)::float8 AS created_at_ms, (SELECT remaining FROM sale)`;

/** Check, then act, with nothing that holds the two together. */
export const noLock: StrategyDefinition = {
  title: 'No lock',
  description:
    'UNSAFE. Read the stock, check it, then subtract: two buyers pass the same check and the stock goes negative.',
  safe: false,
  usesRedis: false,
  gated: false,
  source: `SELECT * FROM sales WHERE id = $2;    -- enough left? every buyer who reads now thinks so
-- ... the race window: others read the same number ...
${SUBTRACT_AND_SELL};`,
  why: 'Two buyers who read before either has written see the same number, and both checks pass. The subtraction itself is correct, so the stock goes below zero: the books show the mistake.',
  costs:
    'Two round trips and no waiting: nothing is fast about it that matters, since the answers are wrong.',
  survives:
    'Nothing has to fail for it to oversell. Each order is written with its subtraction in one statement, so a crash loses neither.',
  choose: 'Never. It is what most programs do that have not been attacked yet.',

  create({ postgres, writes, attempts }) {
    const notes = createAttemptNotes(attempts);
    return {
      purchase: (request) =>
        runPurchase(postgres, request, async () => {
          const sale = await postgres.manager.findOneByOrFail(SaleEntity, { id: request.saleId });
          const read = notes.read(sale);
          const refusal = await refusalOf(postgres, sale, request);
          if (refusal !== null) return refusal;

          await wait(sale.raceWindowMs);

          const [sold] = await writes.query<{ created_at_ms: number; remaining: number }[]>(
            SUBTRACT_AND_SELL,
            orderValues(request),
          );
          if (sold === undefined) return { kind: 'fenced' };
          const { created_at_ms: atMs, remaining } = sold;
          notes.sold(request, read, { atMs, value: remaining });
          return { kind: 'confirmed', order: orderOf(request, atMs), remaining };
        }),
    };
  },
};
