/** PENDING waits for its write, CONFIRMED is durable, CANCELLED has given its units back. */
export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLED';

/** A durable sale of units to one buyer. */
export interface Order {
  /** UUIDv7, made before any store was asked: the reservation id in Redis and the primary key in Postgres. */
  readonly id: string;
  readonly saleId: string;
  readonly buyerId: string;
  readonly quantity: number;
  readonly status: OrderStatus;
  /** The strategy that took the units, by its name in the registry. */
  readonly strategy: string;
  readonly epoch: number;
  /** Unix time in milliseconds with microseconds behind the point, by the clock of Postgres. */
  readonly createdAtMs: number;
}

/** One page of a sale's orders, newest first. */
export interface OrderPage {
  readonly orders: readonly Order[];
  /** Orders of the epoch in all, not units. */
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}
