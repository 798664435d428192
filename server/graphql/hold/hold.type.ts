import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { HoldState } from '../enums.ts';
import {
  IdempotencyMismatch,
  InProgress,
  LimitReached,
  Overloaded,
  PurchaseConfirmed,
  SaleNotOpen,
  SoldOut,
} from '../purchase/purchase.type.ts';

/** Hold in the API. */
@ObjectType('Hold', { description: 'Units put aside for one buyer who pays meanwhile.' })
export class HoldType {
  @Field(() => ID, { description: 'Of its order too, once there is one.' })
  id!: string;

  @Field(() => ID)
  saleId!: string;

  @Field(() => ID)
  buyerId!: string;

  @Field(() => Int)
  quantity!: number;

  @Field(() => HoldState)
  state!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => GraphQLDateTime, {
    description: 'By the clock of Postgres: from then on it can not be confirmed.',
  })
  expiresAt!: Date;

  @Field(() => GraphQLDateTime)
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null while it is HELD.' })
  endedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'Null unless it is CONFIRMED.' })
  orderId!: string | null;
}

/** UnitsHeld in the API. */
@ObjectType({ description: 'The units wait for this buyer until `hold.expiresAt`.' })
export class UnitsHeld {
  @Field(() => HoldType)
  hold!: HoldType;

  @Field(() => Int, {
    nullable: true,
    description: 'Units left behind this hold; null when that is not known.',
  })
  remaining!: number | null;

  @Field(() => Boolean, {
    description: 'True when an earlier request with this key had already held; the hold may be over by now.',
  })
  replayed!: boolean;
}

/** HoldEnded in the API. */
@ObjectType({
  description: 'The hold was over already. That is final: nothing was sold or given back by this request.',
})
export class HoldEnded {
  @Field(() => HoldState, { description: 'How it had ended.' })
  state!: string;

  @Field(() => String)
  message!: string;
}

/** HoldReleased in the API. */
@ObjectType({ description: 'The units are back on sale; asking again changes nothing.' })
export class HoldReleased {
  @Field(() => HoldType)
  hold!: HoldType;
}

/** HoldResult in the API. */
export const HoldResult = createUnionType({
  name: 'HoldResult',
  description: 'How a wish to hold units ended.',
  types: () =>
    [UnitsHeld, SoldOut, LimitReached, SaleNotOpen, IdempotencyMismatch, InProgress, Overloaded] as const,
});

/** ConfirmHoldResult in the API. */
export const ConfirmHoldResult = createUnionType({
  name: 'ConfirmHoldResult',
  description: 'How a confirmation ended. Unfinished ones may be asked again at any time.',
  types: () => [PurchaseConfirmed, HoldEnded, InProgress, Overloaded] as const,
});

/** ReleaseHoldResult in the API. */
export const ReleaseHoldResult = createUnionType({
  name: 'ReleaseHoldResult',
  description: 'How a release ended. Unfinished ones may be asked again at any time.',
  types: () => [HoldReleased, HoldEnded, InProgress, Overloaded] as const,
});
