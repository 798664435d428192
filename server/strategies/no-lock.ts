import { setTimeout as wait } from 'node:timers/promises';
import { timed } from '../domain/spans.ts';
import { createAttemptNotes } from '../postgres/attempts.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { SELL_UNCHECKED, trySell } from '../postgres/sell.ts';
import { onConnection, runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

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
${SELL_UNCHECKED};`,
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
          const { sale, read, refusal } = await onConnection(postgres, request, async (manager) => {
            const row = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
            const seen = notes.read(row);
            return { sale: row, read: seen, refusal: await refusalOf(manager, row, request) };
          });
          if (refusal !== null) return refusal;

          await timed(request, 'wait', () => wait(sale.raceWindowMs));

          const write = { statement: SELL_UNCHECKED };
          const sold = await onConnection(writes, request, (manager) => trySell(manager, request, write));
          if (sold === null) return { kind: 'fenced' };
          notes.sold(request, read, { atMs: sold.order.createdAtMs, value: sold.remaining });
          return sold;
        }),
    };
  },
};
