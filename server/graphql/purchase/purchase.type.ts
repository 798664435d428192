import { createUnionType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { SaleState } from '../enums.ts';
import { OrderType } from '../order/order.type.ts';

/** PurchaseConfirmed in the API. */
@ObjectType({ description: 'The order is durable.' })
export class PurchaseConfirmed {
  @Field(() => OrderType)
  order!: OrderType;

  @Field(() => Int, {
    nullable: true,
    description: 'Units left behind this order; null when that is not known.',
  })
  remaining!: number | null;

  @Field(() => Float, { description: "The server's own time for it." })
  latencyMs!: number;

  @Field(() => Boolean, { description: 'True when an earlier request with this key had already bought.' })
  replayed!: boolean;
}

/** PurchasePending in the API. */
@ObjectType({
  description:
    'Units are reserved and the order is written behind: `order(reservationId)` says how it ended. Nothing is bought yet.',
})
export class PurchasePending {
  @Field(() => ID, { description: 'Becomes the id of the order.' })
  reservationId!: string;

  @Field(() => Float, { description: "The server's own time so far." })
  latencyMs!: number;
}

/** SoldOut in the API. */
@ObjectType({ description: 'Fewer units are left than were asked for.' })
export class SoldOut {
  @Field(() => String)
  message!: string;

  @Field(() => ID)
  saleId!: string;
}

/** LimitReached in the API. */
@ObjectType({ description: 'The buyer would have more units than one buyer may have.' })
export class LimitReached {
  @Field(() => String)
  message!: string;

  @Field(() => Int)
  limit!: number;
}

/** SaleNotOpen in the API. */
@ObjectType({ description: 'The sale takes no orders now.' })
export class SaleNotOpen {
  @Field(() => String)
  message!: string;

  @Field(() => SaleState)
  state!: string;

  @Field(() => GraphQLDateTime, { nullable: true })
  opensAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  closesAt!: Date | null;
}

/** IdempotencyMismatch in the API. */
@ObjectType({ description: 'The key was used before, for another purchase. Nothing was bought now.' })
export class IdempotencyMismatch {
  @Field(() => String)
  message!: string;
}

/** InProgress in the API. */
@ObjectType({
  description: 'Not decided yet, or nobody knows: ask again with the same key and get the truth.',
})
export class InProgress {
  @Field(() => String)
  message!: string;

  @Field(() => Int)
  retryAfterMs!: number;
}

/** Overloaded in the API. */
@ObjectType({ description: 'Nothing was bought: the server or a store could not take it now.' })
export class Overloaded {
  @Field(() => String)
  message!: string;

  @Field(() => Int)
  retryAfterMs!: number;
}

/** PurchaseResult in the API. */
export const PurchaseResult = createUnionType({
  name: 'PurchaseResult',
  description: 'Expected ends are values; only surprises are GraphQL errors.',
  types: () =>
    [
      PurchaseConfirmed,
      PurchasePending,
      SoldOut,
      LimitReached,
      SaleNotOpen,
      IdempotencyMismatch,
      InProgress,
      Overloaded,
    ] as const,
});
