import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { orderUnderKey, stateOf, unitsOfBuyer, type Books } from './books.ts';
import type { Work } from './postgres-server.ts';
import { orderOf } from './purchase-group-model.ts';

/** An end, or the unique index of keys that refused the insert. */
export type DirectEnd = PurchaseOutcome | { readonly kind: 'keyTaken' };

/** A purchase under the row's lock that asks no gate, as ROW_LOCK makes it. */
export function decideDirectly(books: Books, request: PurchaseRequest): Work<DirectEnd> {
  const { buyerId, quantity } = request;
  const bought = unitsOfBuyer(books, buyerId);
  const state = stateOf(books);
  if (books.fence !== request.fence) return { value: { kind: 'fenced' } };
  if (state === 'PAUSED') return { value: { kind: 'notOpen', state, opensAt: null, closesAt: null } };
  if (books.limitPerBuyer !== null && bought + quantity > books.limitPerBuyer)
    return { value: { kind: 'limitReached', limit: books.limitPerBuyer } };
  if (books.remaining < quantity) return { value: { kind: 'soldOut' } };
  if (orderUnderKey(books, buyerId, request.key) !== undefined) return { value: { kind: 'keyTaken' } };

  const order = orderOf(books, request);
  const remaining = books.remaining - quantity;
  const write = { orders: [...books.orders, order], remaining };
  return { value: { kind: 'confirmed', order, remaining }, write, words: `${order.id} CONFIRMED directly` };
}
