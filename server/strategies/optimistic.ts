import { limits } from '../domain/limits.ts';
import { retryWithJitter } from '../domain/retry.ts';
import { SaleEntity } from '../postgres/entities/sale.entity.ts';
import { refusalOf } from '../postgres/rules.ts';
import { SELL_AT_VERSION, trySell } from '../postgres/sell.ts';
import { onConnection, runPurchase, type Attempted } from '../postgres/transaction.ts';
import type { StrategyDefinition } from './strategy.ts';

const ATTEMPTS_MAX = 12;
const QUICKER: Attempted = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** Nobody waits for a lock: whoever finds the row changed since it looked begins again. */
export const optimistic: StrategyDefinition = {
  title: 'Optimistic',
  description: 'Compare-and-set on a version column, bounded retries with jitter.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `SELECT *, version FROM sales WHERE id = $2;
${SELL_AT_VERSION};
-- no row: somebody was quicker; wait a random moment, read again, at most ${ATTEMPTS_MAX} times`,
  why: 'The write names the version that the check was made on. Where any other writer came between, it changes no row, and the check is made again.',
  costs:
    'Of those who read one version only one wins: with many buyers on one item nearly all work is thrown away, and some give up although units are left.',
  survives:
    'No lock is held between read and write, so a buyer who is slow or dies keeps nobody waiting. Stock and order are one statement.',
  choose:
    'Where conflicts are rare: many items, few buyers each, or people who think between reading and writing. Not for a rush on one item.',

  create: ({ postgres }) => ({
    purchase: (request) =>
      runPurchase(postgres, request, async () => {
        const attempt = (): Promise<Attempted | null> =>
          onConnection(postgres, request, async (manager) => {
            const sale = await manager.findOneByOrFail(SaleEntity, { id: request.saleId });
            const refusal = await refusalOf(manager, sale, request);
            if (refusal !== null) return refusal;
            return trySell(manager, request, { statement: SELL_AT_VERSION, last: sale.version });
          });
        return (await retryWithJitter({ ...request, attemptsMax: ATTEMPTS_MAX }, attempt)) ?? QUICKER;
      }),
  }),
};
