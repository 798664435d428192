import type { Order } from '../domain/order.ts';

/** A row of `orders`. */
export interface StoredOrder extends Order {
  readonly key: string | null;
  readonly fingerprint: string | null;
}

/** What is committed in Postgres: one sale and its orders. */
export interface Books {
  readonly saleId: string;
  epoch: number;
  fence: number;
  stock: number;
  remaining: number;
  state: 'OPEN' | 'PAUSED';
  readonly limitPerBuyer: number | null;
  /** Of the running epoch. */
  orders: readonly StoredOrder[];
  archive: readonly StoredOrder[];
}

/** What Postgres decides, which a mutant may leave out. */
export interface PostgresRules {
  readonly checksFence: boolean;
  readonly checksRemaining: boolean;
  readonly knowsKeys: boolean;
  readonly resetRaisesFence: boolean;
}

/** All of it. */
export const STRICT: PostgresRules = {
  checksFence: true,
  checksRemaining: true,
  knowsKeys: true,
  resetRaisesFence: true,
};

/** A sale that nobody has bought from. */
export function openBooks(sale: { saleId: string; stock: number; limitPerBuyer: number | null }): Books {
  const { saleId, stock, limitPerBuyer } = sale;
  return {
    saleId,
    stock,
    limitPerBuyer,
    epoch: 1,
    fence: 1,
    remaining: stock,
    state: 'OPEN',
    orders: [],
    archive: [],
  };
}

/** `sale_state`. */
export function stateOf({ state, remaining }: Books): 'OPEN' | 'PAUSED' | 'SOLD_OUT' {
  if (state !== 'OPEN') return state;
  return remaining <= 0 ? 'SOLD_OUT' : 'OPEN';
}

/** Units that a buyer has in the running epoch. */
export function unitsOfBuyer({ orders }: Books, buyerId: string): number {
  return orders.reduce((sum, order) => sum + (order.buyerId === buyerId ? order.quantity : 0), 0);
}

/** The order of the running epoch under a buyer's key. */
export function orderUnderKey(
  { orders }: Books,
  buyerId: string,
  key: string | null,
): StoredOrder | undefined {
  return key === null ? undefined : orders.find((order) => order.buyerId === buyerId && order.key === key);
}
