import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Order } from '../../domain/order.ts';
import { GraphQLDateTime } from '../date-time.ts';
import { OrderStatus, PurchaseStrategy } from '../enums.ts';

/** Order in the API. */
@ObjectType('Order', { description: 'A durable sale of units to one buyer.' })
export class OrderType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  saleId!: string;

  @Field(() => ID, {
    description: 'In orders(saleId) of a LIVE sale "hidden", but for the admin and for that buyer.',
  })
  buyerId!: string;

  @Field(() => Int)
  quantity!: number;

  @Field(() => OrderStatus)
  status!: string;

  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return new Date(this.createdAtMs);
  }

  @Field(() => Float, {
    description: 'Unix time in milliseconds with microseconds behind the point, by the clock of Postgres.',
  })
  createdAtMs!: number;

  static from(order: Order): OrderType {
    return Object.assign(new OrderType(), order);
  }
}
