import type { Evidence, Violation, Wrong } from './evidence.ts';
import { isDefinite, isOpen, type Wish } from './history.ts';
import type { StoredOrder } from './observer.ts';

/** Acknowledged orders that are gone, keys with two orders, and orders that nobody was told of or that nobody wished. */
export function checkOrders({ wishes, orders }: Evidence): Violation[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const byKey = groupBy(orders, (order) => order.key ?? order.id);
  return [
    ...wishes.flatMap((wish) => checkAcknowledged(wish, byId)),
    ...wishes.flatMap((wish) => checkKey(wish, byKey.get(wish.key) ?? [])),
    ...[...byKey].flatMap(([key, its]) => checkDouble(key, its)),
  ];
}

const violation = (wrong: Wrong, wish: Wish, words: string): Violation => ({
  wrong,
  words: `${wish.key}: ${words}`,
  count: 1,
});

function checkAcknowledged(wish: Wish, byId: ReadonlyMap<string, StoredOrder>): Violation[] {
  return wish.attempts.flatMap(({ answer, quantity }) => {
    if (answer.kind !== 'confirmed') return [];
    const { orderId } = answer;
    const order = byId.get(orderId);
    if (order === undefined || order.status !== 'CONFIRMED')
      return [violation('lost', wish, `order ${orderId} was acknowledged and is not there`)];
    const isTheirs = order.buyerId === wish.buyerId && order.key === wish.key && order.quantity === quantity;
    const isAsTold =
      answer.quantity === quantity && answer.buyerId === wish.buyerId && answer.epoch === order.epoch;
    if (isTheirs && isAsTold) return [];
    return [
      violation('untrue', wish, `was told of ${JSON.stringify(answer)}, stored is ${JSON.stringify(order)}`),
    ];
  });
}

/** What the buyer knows in the end, beside what is stored under the key. */
function checkKey(wish: Wish, stored: readonly StoredOrder[]): Violation[] {
  const found = stored.flatMap((order) => checkTold(wish, order));
  if (isOpen(wish)) found.push(violation('undecided', wish, 'never got a definite end'));
  return found;
}

/** An order that was asked for in these words must have been acknowledged to whoever asked in the end. */
function checkTold(wish: Wish, { id, quantity }: StoredOrder): Violation[] {
  const asked = wish.attempts.filter((attempt) => attempt.quantity === quantity);
  if (asked.length === 0)
    return [violation('untrue', wish, `order ${id} of ${quantity} was never asked for`)];
  if (
    asked.some(({ answer }) => answer.kind === 'confirmed') ||
    !asked.some(({ answer }) => isDefinite(answer))
  )
    return [];
  const told = asked.map(({ answer }) => answer.kind).join(', ');
  return [violation('untrue', wish, `order ${id} exists, and the buyer was told ${told}`)];
}

function checkDouble(key: string, stored: readonly StoredOrder[]): Violation[] {
  const perEpoch = [...groupBy(stored, (order) => order.epoch).values()];
  const extra = perEpoch.reduce((sum, orders) => sum + orders.length - 1, 0);
  return extra === 0 ? [] : [{ wrong: 'twice', words: `${key} has ${extra} orders too many`, count: extra }];
}

/** Node 20 has no Map.groupBy. */
function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
