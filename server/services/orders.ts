import type { DataSource } from 'typeorm';
import { limits } from '../domain/limits.ts';
import type { OrderPage } from '../domain/order.ts';
import { checkInteger, checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import { pageOfOrders } from '../postgres/repositories/orders.ts';
import { readRemaining } from '../postgres/repositories/sales.ts';
import { readCursor } from './order-cursor.ts';

/** Orders as they are shown. */
export interface Orders {
  /** A page of the running epoch, newest first. Throws a Problem for no such sale, a bad cursor, or `first` out of 1 to 100. */
  page(query: { saleId: string; first: number; after: string | null }): Promise<OrderPage>;
}

/** Reads Postgres each time. */
export function createOrders(postgres: DataSource): Orders {
  return {
    async page({ saleId, first, after }) {
      checkSaleId(saleId);
      checkInteger('first', first, { min: 1, max: limits.ordersPageMax });
      const cursor = after === null ? null : readCursor(after);
      if ((await readRemaining(postgres, saleId)) === null) throw noSuchSale();
      return pageOfOrders(postgres, { saleId, first, after: cursor });
    },
  };
}
