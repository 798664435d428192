import type { GroupRow } from '../postgres/purchase-group.ts';
import {
  orderUnderKey,
  stateOf,
  unitsOfBuyer,
  type Books,
  type PostgresRules,
  type StoredOrder,
} from './books.ts';

/** One purchase of a group, as the arrays of `purchase_group` carry it. */
export interface Asked {
  readonly orderId: string;
  readonly buyerId: string;
  readonly quantity: number;
  readonly key: string | null;
  readonly fingerprint: string | null;
  readonly strategy: string;
}

/** What `purchase_group` answers, and what it has written when it commits. */
export interface Decision {
  readonly rows: readonly GroupRow[];
  readonly orders: readonly StoredOrder[];
}

/** Decides like purchase-group.sql, in arrival order. */
export function decidePurchases(
  books: Books,
  fence: number,
  group: readonly Asked[],
  rules: PostgresRules,
): Decision {
  if (rules.checksFence && books.fence !== fence)
    return { rows: group.map(() => rowOf('FENCED')), orders: [] };
  const orders: StoredOrder[] = [];
  const rows: GroupRow[] = [];
  let { remaining } = books;
  for (const [index, asked] of group.entries()) {
    const known = rules.knowsKeys ? orderUnderKey(books, asked.buyerId, asked.key) : undefined;
    const first = rules.knowsKeys ? firstOfKey(group, asked) : index;
    if (known !== undefined) {
      rows.push(rowOf(known.fingerprint === asked.fingerprint ? 'REPLAYED' : 'MISMATCH', known.id));
    } else if (first < index) {
      rows.push(againOf(group[first], rows[first], asked));
    } else {
      const refusal = refusalOf(books, { remaining, orders }, asked, rules);
      if (refusal !== null) {
        rows.push(rowOf(refusal));
        continue;
      }
      remaining -= asked.quantity;
      orders.push(orderOf(books, asked));
      rows.push({ outcome: 'CONFIRMED', order_id: asked.orderId, remaining, created_at_ms: 0 });
    }
  }
  return { rows: orders.length === group.length ? [allOf(remaining)] : rows, orders };
}

/** One row for a group in which everybody gets what they want. */
function allOf(remaining: number): GroupRow {
  return { outcome: 'ALL_CONFIRMED', order_id: null, remaining, created_at_ms: 0 };
}

/** The row of `orders` that a purchase becomes. */
export function orderOf({ saleId, epoch }: Books, { orderId, ...asked }: Asked): StoredOrder {
  const { buyerId, quantity, strategy, key, fingerprint } = asked;
  return {
    id: orderId,
    saleId,
    epoch,
    buyerId,
    quantity,
    strategy,
    key,
    fingerprint,
    status: 'CONFIRMED',
    createdAtMs: 0,
  };
}

function refusalOf(
  books: Books,
  group: { remaining: number; orders: readonly StoredOrder[] },
  asked: Asked,
  rules: PostgresRules,
): string | null {
  const state = stateOf(books);
  if (state !== 'OPEN' && state !== 'SOLD_OUT') return 'NOT_OPEN';
  const here = unitsOfBuyer({ ...books, orders: group.orders }, asked.buyerId);
  const bought = unitsOfBuyer(books, asked.buyerId) + here;
  if (books.limitPerBuyer !== null && bought + asked.quantity > books.limitPerBuyer) return 'LIMIT';
  return rules.checksRemaining && asked.quantity > group.remaining ? 'SOLD_OUT' : null;
}

/** One key twice in one group: the second asks what the first got. */
function againOf(first: Asked | undefined, row: GroupRow | undefined, asked: Asked): GroupRow {
  if (first === undefined || row === undefined) throw new Error('the first of a key comes first');
  if (first.fingerprint !== asked.fingerprint) return rowOf('MISMATCH', row.order_id);
  return rowOf(row.outcome === 'CONFIRMED' ? 'REPLAYED' : row.outcome, row.order_id);
}

function firstOfKey(group: readonly Asked[], { buyerId, key }: Asked): number {
  const index = group.findIndex((each) => key !== null && each.buyerId === buyerId && each.key === key);
  return index < 0 ? group.length : index;
}

function rowOf(outcome: string, orderId: string | null = null): GroupRow {
  return { outcome, order_id: orderId, remaining: null, created_at_ms: null };
}
