import type { Order } from '../../domain/order.ts';
import type { Overloaded as OverloadedAnswer } from '../../domain/purchase.ts';
import type { PurchaseReply } from '../../services/purchases.ts';
import { OrderType } from '../order/order.type.ts';
import {
  IdempotencyMismatch,
  InProgress,
  LimitReached,
  Overloaded,
  PurchaseConfirmed,
  PurchasePending,
  SaleNotOpen,
  SoldOut,
  type PurchaseResult,
} from './purchase.type.ts';

const NOT_OPEN_WORDS: Record<string, string> = {
  SCHEDULED: 'The sale has not opened yet.',
  PAUSED: 'The sale is paused.',
  CLOSED: 'The sale is over.',
};

/**
 * The answer in the API's shape: a switch that breaks the compile when a new kind of answer appears. `quantity` is what was
 * asked for, where that is known.
 */
export function presentPurchase(
  saleId: string,
  { answer, latencyMs }: PurchaseReply,
  quantity = 1,
): typeof PurchaseResult {
  switch (answer.kind) {
    case 'confirmed':
      return presentOrder(answer.order, { remaining: answer.remaining, latencyMs, replayed: false });
    case 'replayed':
      return presentOrder(answer.order, { remaining: null, latencyMs, replayed: true });
    case 'pending':
      return Object.assign(new PurchasePending(), { reservationId: answer.reservationId, latencyMs });
    case 'soldOut':
      return presentSoldOut(saleId, quantity);
    case 'limitReached':
      return Object.assign(new LimitReached(), {
        message: `One buyer may have ${answer.limit}.`,
        limit: answer.limit,
      });
    case 'notOpen':
      return Object.assign(new SaleNotOpen(), {
        message: NOT_OPEN_WORDS[answer.state] ?? 'The sale takes no orders now.',
        state: answer.state,
        opensAt: answer.opensAt,
        closesAt: answer.closesAt,
      });
    case 'mismatch':
      return Object.assign(new IdempotencyMismatch(), {
        message: 'This key was used for another purchase: make a new key for a new purchase.',
      });
    case 'inProgress':
      return Object.assign(new InProgress(), {
        message: 'Not decided yet: ask again with the same key.',
        retryAfterMs: answer.retryAfterMs,
      });
    case 'overloaded':
      return presentOverloaded(answer, 'bought');
  }
}

/** `done`: what has not happened. */
export function presentOverloaded({ tooOften, retryAfterMs }: OverloadedAnswer, done: string): Overloaded {
  const why = tooOften ? 'You ask too often' : 'Too busy';
  return Object.assign(new Overloaded(), {
    message: `${why}, nothing was ${done}: ask again ${tooOften ? `in ${retryAfterMs} ms` : 'soon'}.`,
    retryAfterMs,
  });
}

/** Few may be left where many were asked for. */
function presentSoldOut(saleId: string, quantity: number): SoldOut {
  const message = quantity === 1 ? 'Sold out.' : `Fewer than ${quantity} are left.`;
  return Object.assign(new SoldOut(), { message, saleId });
}

/** Field by field, since this is made for each order. */
function presentOrder(
  order: Order,
  { remaining, latencyMs, replayed }: Omit<PurchaseConfirmed, 'order'>,
): PurchaseConfirmed {
  const confirmed = new PurchaseConfirmed();
  confirmed.order = OrderType.from(order);
  confirmed.remaining = remaining;
  confirmed.latencyMs = latencyMs;
  confirmed.replayed = replayed;
  return confirmed;
}
