import type { DataSource } from 'typeorm';
import { limits } from '../domain/limits.ts';
import type { Order, OrderPage } from '../domain/order.ts';
import { checkInteger, checkSaleId } from '../domain/purchase-input.ts';
import { pageOfEpoch } from '../postgres/repositories/order-history.ts';
import { pageOfOrders } from '../postgres/repositories/orders.ts';
import type { Caller } from './identity.ts';
import { readCursor } from './order-cursor.ts';
import type { SaleDirectory } from './sale-directory.ts';

/** What stands in place of a buyer that the asker has no business to know. */
const HIDDEN_BUYER = 'hidden';

/** Orders as they are shown. */
export interface Orders {
  /**
   * A page of an epoch, by default the running one, newest first. Of a LIVE sale everybody may see the orders, and only the
   * admin and each buyer whose they are: another's is "hidden". Throws a Problem for no such sale, a bad cursor, or
   * `first` out of 1 to 100; an epoch that has not been has no orders.
   */
  page(
    query: { saleId: string; first: number; after: string | null; epoch?: number | null },
    caller: Caller,
  ): Promise<OrderPage>;
}

/** Reads Postgres each time. */
export function createOrders(postgres: DataSource, directory: SaleDirectory): Orders {
  return {
    async page({ saleId, first, after, epoch = null }, caller) {
      checkSaleId(saleId);
      checkInteger('first', first, { min: 1, max: limits.ordersPageMax });
      const cursor = after === null ? null : readCursor(after);
      if (epoch !== null) checkInteger('epoch', epoch, { min: 1, max: 2 ** 31 - 1 });
      const { mode } = await directory.get(saleId);
      const wanted = { saleId, first, after: cursor };
      const page = await (epoch === null
        ? pageOfOrders(postgres, wanted)
        : pageOfEpoch(postgres, { ...wanted, epoch }));
      return mode === 'LAB' || caller.isAdmin ? page : { ...page, orders: page.orders.map(shownTo(caller)) };
    },
  };
}

const shownTo =
  ({ buyerId }: Caller) =>
  (order: Order): Order =>
    order.buyerId === buyerId ? order : { ...order, buyerId: HIDDEN_BUYER };
