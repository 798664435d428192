import { setTimeout as wait } from 'node:timers/promises';
import { timed } from '../domain/spans.ts';
import { createAttemptNotes } from '../postgres/attempts.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { SELL_BLINDLY, trySell } from '../postgres/sell.ts';
import { onConnection, runPurchase } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Read a number, compute in the program, write the result back: what comes between is erased. */
export const lostUpdate: StrategyDefinition = {
  title: 'Lost update',
  description:
    'UNSAFE. Read the stock, write back an absolute number: the stock looks right while orders exceed it.',
  safe: false,
  usesRedis: false,
  gated: false,
  source: `SELECT remaining FROM sales WHERE id = $2;    -- the program computes: remaining - n
-- ... the race window: others read the same number ...
${SELL_BLINDLY};`,
  why: 'Two buyers who read 7 both write 6, and one sale has left no trace in the stock. It never goes below zero, so nothing looks wrong: only who counts the orders finds out. This is what saving an object that was loaded before does.',
  costs: 'Two round trips and no waiting. It is as quick as it is wrong.',
  survives:
    'Nothing has to fail for it to oversell, and by more than NO_LOCK: sold units come back to be sold again.',
  choose: 'Never. Look for it where an ORM loads a row, changes a field and saves.',

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

          const write = { statement: SELL_BLINDLY, last: sale.remaining - request.quantity };
          const sold = await onConnection(writes, request, (manager) => trySell(manager, request, write));
          if (sold === null) return { kind: 'fenced' };
          notes.sold(request, read, { atMs: sold.order.createdAtMs, value: sold.remaining });
          return sold;
        }),
    };
  },
};
