import type { WatchOrderSubscription } from '../schema/generated/operations.ts';
import type { CallOptions } from './options.ts';
import type { Scope } from './scope.ts';
import type { Subscriptions } from './subscriptions.ts';

/** How a purchase stands that was answered PurchasePending. */
export type OrderState = WatchOrderSubscription['order'];

/** An end that says what became of the purchase. */
export type OrderEnd = Exclude<OrderState, { __typename: 'PurchasePending' | 'InProgress' }>;

/** Waits for the end of a purchase that was answered PurchasePending. See FlashSaleClient.orderEnd. */
export type WaitForOrderEnd = (reservationId: string, options?: CallOptions) => Promise<OrderEnd>;

const TIMEOUT_MS = 60_000;

/** Follows the reservation over the feeds, which survive a lost connection. */
export function createOrderEnd(watchOrder: Subscriptions['watchOrder'], scope: Scope): WaitForOrderEnd {
  return (reservationId, { signal, timeoutMs = TIMEOUT_MS } = {}) =>
    scope.run({ signal, timeoutMs }, async (stop) => {
      const feed = watchOrder(reservationId);
      stop.addEventListener('abort', () => void feed.return(), { once: true });
      for await (const state of feed) if (isEnd(state)) return state;
      stop.throwIfAborted();
      throw new DOMException('The client was closed.', 'AbortError');
    });
}

function isEnd(state: OrderState): state is OrderEnd {
  return state.__typename !== 'PurchasePending' && state.__typename !== 'InProgress';
}
