import type { DataSource } from 'typeorm';
import { limits } from '../domain/limits.ts';
import type { OrderPage } from '../domain/order.ts';
import { checkInteger, checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import { pageOfEpoch } from '../postgres/repositories/order-history.ts';
import { pageOfOrders } from '../postgres/repositories/orders.ts';
import { readRemaining } from '../postgres/repositories/sales.ts';
import { readCursor } from './order-cursor.ts';

/** Orders as they are shown. */
export interface Orders {
  /**
   * A page of an epoch, by default the running one, newest first. Throws a Problem for no such sale, a bad cursor, or
   * `first` out of 1 to 100; an epoch that has not been has no orders.
   */
  page(query: {
    saleId: string;
    first: number;
    after: string | null;
    epoch?: number | null;
  }): Promise<OrderPage>;
}

/** Reads Postgres each time. */
export function createOrders(postgres: DataSource): Orders {
  return {
    async page({ saleId, first, after, epoch = null }) {
      checkSaleId(saleId);
      checkInteger('first', first, { min: 1, max: limits.ordersPageMax });
      const cursor = after === null ? null : readCursor(after);
      if (epoch !== null) checkInteger('epoch', epoch, { min: 1, max: 2 ** 31 - 1 });
      if ((await readRemaining(postgres, saleId)) === null) throw noSuchSale();
      const page = { saleId, first, after: cursor };
      return epoch === null ? pageOfOrders(postgres, page) : pageOfEpoch(postgres, { ...page, epoch });
    },
  };
}
