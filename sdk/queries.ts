import {
  AttackDocument,
  type AttackQuery,
  AttacksDocument,
  type AttacksQuery,
  type AttacksQueryVariables,
  AuditDocument,
  type AuditQuery,
  EnvironmentDocument,
  type EnvironmentQuery,
  HealthDocument,
  HoldDocument,
  type HoldQuery,
  type HealthQuery,
  OrderDocument,
  type OrderQuery,
  OrdersDocument,
  type OrdersQuery,
  type OrdersQueryVariables,
  ProductsDocument,
  type ProductsQuery,
  SaleDocument,
  SaleEventsDocument,
  type SaleEventsQuery,
  type SaleEventsQueryVariables,
  type SaleQuery,
  SalesDocument,
  type SalesQuery,
  StatsDocument,
  type StatsQuery,
  StrategiesDocument,
  type StrategiesQuery,
} from '../schema/generated/operations.ts';
import type { Execute } from './http.ts';
import type { CallOptions } from './options.ts';

/** Every query of the API, by its name there. All throw FlashSaleError. */
export interface Queries {
  /** Whether the server and its stores answer, and their versions. */
  health(options?: CallOptions): Promise<HealthQuery['health']>;
  /** Admin. The machine, the pools and the durability of the stores: what figures are worth little without. */
  environment(options?: CallOptions): Promise<EnvironmentQuery['environment']>;
  /** Prices are in cents of the product's currency. */
  products(options?: CallOptions): Promise<ProductsQuery['products']>;
  sales(options?: CallOptions): Promise<SalesQuery['sales']>;
  /** Null when there is no such sale. */
  sale(id: string, options?: CallOptions): Promise<SaleQuery['sale']>;
  /** Every strategy the server has, with the statements or the script that it runs. */
  strategies(options?: CallOptions): Promise<StrategiesQuery['strategies']>;
  /** One page of a sale's orders, newest first; `first` is 1 to 100, `after` the `endCursor` of the page before. `epoch` reads those before a reset. */
  orders(variables: OrdersQueryVariables, options?: CallOptions): Promise<OrdersQuery['orders']>;
  /**
   * How a purchase that was answered PurchasePending stands: PurchasePending until it has ended, then its end, for 24 hours;
   * an order is found by its id for ever. `orderEnd` waits for the end.
   */
  order(reservationId: string, options?: CallOptions): Promise<OrderQuery['order']>;
  /** One page of who did what to a sale and why, newest first. */
  saleEvents(
    variables: SaleEventsQueryVariables,
    options?: CallOptions,
  ): Promise<SaleEventsQuery['saleEvents']>;
  /** Null when there is no such hold, and for another buyer's on a LIVE sale. */
  hold(id: string, options?: CallOptions): Promise<HoldQuery['hold']>;
  /** The figures of this moment; `watchStats` follows them. */
  stats(saleId: string, options?: CallOptions): Promise<StatsQuery['stats']>;
  /** What the books say about the sale's present epoch. */
  audit(saleId: string, options?: CallOptions): Promise<AuditQuery['audit']>;
  /** Newest first, without frames and histogram: `attack` has them. */
  attacks(variables?: AttacksQueryVariables, options?: CallOptions): Promise<AttacksQuery['attacks']>;
  /** Null when there is no such attack. */
  attack(id: string, options?: CallOptions): Promise<AttackQuery['attack']>;
}

/** The queries over `execute`. */
export function createQueries(execute: Execute): Queries {
  return {
    health: async (options) => (await execute(HealthDocument, {}, options)).health,
    environment: async (options) => (await execute(EnvironmentDocument, {}, options)).environment,
    products: async (options) => (await execute(ProductsDocument, {}, options)).products,
    sales: async (options) => (await execute(SalesDocument, {}, options)).sales,
    sale: async (id, options) => (await execute(SaleDocument, { id }, options)).sale,
    strategies: async (options) => (await execute(StrategiesDocument, {}, options)).strategies,
    orders: async (variables, options) => (await execute(OrdersDocument, variables, options)).orders,
    order: async (reservationId, options) => (await execute(OrderDocument, { reservationId }, options)).order,
    saleEvents: async (variables, options) =>
      (await execute(SaleEventsDocument, variables, options)).saleEvents,
    hold: async (id, options) => (await execute(HoldDocument, { id }, options)).hold,
    stats: async (saleId, options) => (await execute(StatsDocument, { saleId }, options)).stats,
    audit: async (saleId, options) => (await execute(AuditDocument, { saleId }, options)).audit,
    attacks: async (variables = {}, options) => (await execute(AttacksDocument, variables, options)).attacks,
    attack: async (id, options) => (await execute(AttackDocument, { id }, options)).attack,
  };
}
