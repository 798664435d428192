import { Field, Int, ObjectType } from 'type-graphql';
import type { OrderPage } from '../../domain/order.ts';
import { cursorOf } from '../../services/order-cursor.ts';
import { OrderType } from './order.type.ts';

/** PageInfo in the API. */
@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Give it as `after` to get the next page; null for an empty page.',
  })
  endCursor!: string | null;
}

/** OrderEdge in the API. */
@ObjectType('OrderEdge')
export class OrderEdgeType {
  @Field(() => String)
  cursor!: string;

  @Field(() => OrderType)
  node!: OrderType;
}

/** OrderConnection in the API. */
@ObjectType('OrderConnection', {
  description: "One page of a sale's orders of one epoch, newest first.",
})
export class OrderConnectionType {
  @Field(() => [OrderEdgeType])
  edges!: OrderEdgeType[];

  @Field(() => PageInfoType)
  pageInfo!: PageInfoType;

  @Field(() => Int, { description: 'Orders of that epoch in all.' })
  totalCount!: number;

  static from(page: OrderPage): OrderConnectionType {
    const edges = page.orders.map((order) => ({ cursor: cursorOf(order), node: OrderType.from(order) }));
    const endCursor = edges.at(-1)?.cursor ?? null;
    return { edges, pageInfo: { hasNextPage: page.hasNextPage, endCursor }, totalCount: page.totalCount };
  }
}
