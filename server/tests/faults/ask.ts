import { FlashSaleError, type OrderEnd, type PurchaseResult } from '../../../sdk/index.ts';
import type { Answer, Attempt, Wish } from './history.ts';
import type { Replica } from './replica.ts';

/** No buyer waits longer; the server promises an answer in three seconds. */
const PATIENCE_MS = 6_000;

/** The sale that all rounds are about. */
export const SALE_ID = '1';

function answerOf(result: OrderEnd | Exclude<PurchaseResult, { __typename: 'PurchasePending' }>): Answer {
  switch (result.__typename) {
    case 'PurchaseConfirmed': {
      const { id: orderId, epoch, buyerId, quantity } = result.order;
      return { kind: 'confirmed', orderId, epoch, buyerId, quantity, replayed: result.replayed };
    }
    case 'SoldOut':
      return { kind: 'soldOut' };
    case 'LimitReached':
      return { kind: 'limitReached' };
    case 'SaleNotOpen':
      return { kind: 'notOpen' };
    case 'IdempotencyMismatch':
      return { kind: 'mismatch' };
    case 'InProgress':
      return { kind: 'inProgress' };
    case 'Overloaded':
      return { kind: 'overloaded' };
    default:
      return { kind: 'failed', why: `an end of no known kind: ${JSON.stringify(result)}` };
  }
}

/**
 * A promise of an end is followed to it. Where it can't be told in time, or Redis has forgotten, the wish stays open, and
 * its key is asked again.
 */
async function endOf(reservationId: string, replica: Replica): Promise<Answer> {
  try {
    return answerOf(await replica.client().orderEnd(reservationId, { timeoutMs: PATIENCE_MS }));
  } catch {
    return { kind: 'inProgress' };
  }
}

function troubleOf(error: unknown): Answer {
  const why = String(error);
  if (!(error instanceof FlashSaleError)) return { kind: 'lost', why };
  return { kind: error.kind === 'network' || error.kind === 'timeout' ? 'lost' : 'failed', why };
}

/** Sends one request for a wish, once, and notes how it went. `quantity` other than the wish's is a misuse of its key. */
export async function ask(wish: Wish, replica: Replica, quantity = wish.quantity): Promise<Answer> {
  const { buyerId, key: idempotencyKey, strategy } = wish;
  const variables = { saleId: SALE_ID, buyerId, quantity, idempotencyKey, strategy };
  const beganAt = performance.now();
  const note = (answer: Answer, promisedAt?: number): Answer => {
    const endedAt = performance.now();
    const attempt: Attempt = { replica: replica.name, quantity, beganAt, endedAt, answer };
    wish.attempts.push(promisedAt === undefined ? attempt : { ...attempt, promisedAt });
    return answer;
  };
  try {
    const once = { attemptsMax: 1, timeoutMs: PATIENCE_MS };
    const result = await replica.client().purchase(variables, once);
    if (result.__typename !== 'PurchasePending') return note(answerOf(result));
    const promisedAt = performance.now();
    return note(await endOf(result.reservationId, replica), promisedAt);
  } catch (error) {
    return note(troubleOf(error));
  }
}
