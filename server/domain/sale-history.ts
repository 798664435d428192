import type { AttemptTrace } from './attempt.ts';

/** An order of the epoch, with how it came about where that was recorded: by the unsafe strategies. */
export interface HistoricOrder {
  readonly id: string;
  readonly buyerId: string;
  readonly quantity: number;
  readonly strategy: string;
  /** By the clock of Postgres, ms since 1970. */
  readonly writtenAtMs: number;
  readonly trace: AttemptTrace | null;
}

/** An order at its place among the others. */
export interface PlacedOrder extends HistoricOrder {
  /** From 1, in the order of the writes. */
  readonly number: number;
  /** Units taken up to and with this order; those that are held count as taken first. */
  readonly taken: number;
  /** When its write could be seen by others: not before it, and not after the next one, which had to wait for it. */
  readonly seenAtMs: number;
}

/** An order of which it is known what it read and wrote. */
export type RecordedOrder = PlacedOrder & { readonly trace: AttemptTrace };

/** A recorded order, and the orders before its own that its read did not see yet. */
export interface StaleOrder {
  readonly order: RecordedOrder;
  readonly unseen: readonly PlacedOrder[];
}

/**
 * The orders in the order in which they were written. That is the order of the row's values as well: whoever writes it
 * keeps the others waiting until the commit, so that no two writes are under way at once.
 */
export function lineUp(orders: readonly HistoricOrder[], held: number): PlacedOrder[] {
  const sorted = orders.toSorted((a, b) => a.writtenAtMs - b.writtenAtMs || (a.id < b.id ? -1 : 1));
  let taken = held;
  return sorted.map((order, index) => {
    taken += order.quantity;
    const next = sorted[index + 1]?.writtenAtMs ?? Infinity;
    const committedAtMs = Math.max(order.writtenAtMs, order.trace?.committedAtMs ?? order.writtenAtMs);
    return { ...order, number: index + 1, taken, seenAtMs: Math.min(committedAtMs, next) };
  });
}

/** Tells recorded orders from others. */
export function isRecorded(order: PlacedOrder | undefined): order is RecordedOrder {
  return order !== undefined && order.trace !== null;
}

/**
 * Finds for an order which ones were written between its read and its write. What it read tells best how far the row had
 * come by then; where several writes, or none, left that value, time decides.
 */
export function createStaleReads(
  line: readonly PlacedOrder[],
  stock: number,
): (order: RecordedOrder) => StaleOrder {
  const places = new Map<number, number[]>([[stock, [-1]]]);
  line.forEach(({ trace }, place) => {
    if (trace === null) return;
    const known = places.get(trace.writeValue);
    if (known === undefined) places.set(trace.writeValue, [place]);
    else known.push(place);
  });

  return (order) => {
    const own = order.number - 1;
    const { readValue, readAtMs } = order.trace;
    const written =
      Math.min(
        own,
        countWhile(line, ({ writtenAtMs }) => writtenAtMs <= readAtMs),
      ) - 1;
    const possible = places.get(readValue) ?? [];
    const first = possible[0] ?? own;
    const seen =
      possible[countWhile(possible, (place) => place <= written) - 1] ?? (first < own ? first : written);
    return { order, unseen: line.slice(seen + 1, own) };
  };
}

/** How many items at the head of a sorted list hold. */
function countWhile<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
