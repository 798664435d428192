import type { Sale } from '../domain/sale.ts';
import { stateOf, type Books } from './books.ts';
import type { Asked } from './purchase-group-model.ts';

/** The values of PURCHASE_GROUP: sale, fence, then the columns of the group. */
export function groupOf(values: readonly unknown[]): { fence: number; group: Asked[] } {
  const [, fence, ids, buyers, quantities, keys, prints, strategies] = values;
  const textAt = (column: unknown, index: number): string | null => {
    const cell: unknown = Array.isArray(column) ? column[index] : undefined;
    return typeof cell === 'string' ? cell : null;
  };
  const group = textsOf(ids).map((orderId, index) => ({
    orderId,
    buyerId: textAt(buyers, index) ?? '',
    quantity: Number(Array.isArray(quantities) ? quantities[index] : Number.NaN),
    key: textAt(keys, index),
    fingerprint: textAt(prints, index),
    strategy: textAt(strategies, index) ?? '',
  }));
  return { fence: Number(fence), group };
}

/** An array of texts. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The sale as the product reads it. */
export function saleOf(books: Books): Sale {
  return {
    id: books.saleId,
    product: PRODUCT,
    mode: 'LIVE',
    state: stateOf(books),
    stock: books.stock,
    remaining: books.remaining,
    held: 0,
    pooled: 0,
    limitPerBuyer: books.limitPerBuyer,
    opensAt: null,
    closesAt: null,
    raceWindowMs: 0,
    epoch: books.epoch,
    fence: books.fence,
  };
}

const PRODUCT = {
  id: '1',
  name: 'a product',
  description: null,
  priceCents: 1,
  listPriceCents: null,
  currency: 'USD',
  imageUrl: null,
};
