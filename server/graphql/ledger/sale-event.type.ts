import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { LedgerPage } from '../../domain/ledger.ts';
import { eventCursorOf } from '../../services/ledger.ts';
import { GraphQLDateTime } from '../date-time.ts';
import { PageInfoType } from '../order/order-connection.type.ts';

/** SaleEvent in the API. */
@ObjectType('SaleEvent', { description: 'One row of the ledger. Rows are only ever added.' })
export class SaleEventType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  saleId!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Int, { description: 'What was begun under an earlier one can no longer commit.' })
  fence!: number;

  @Field(() => String, {
    description: 'create, open, pause, close, edit, reset, sync, rebuild or repair.',
  })
  kind!: string;

  @Field(() => String, { description: '"admin", or the part of the engine that acted by itself.' })
  actor!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => String, { description: 'What it came to, as JSON.' })
  detail!: string;

  @Field(() => GraphQLDateTime)
  at!: Date;
}

/** SaleEventEdge in the API. */
@ObjectType('SaleEventEdge')
export class SaleEventEdgeType {
  @Field(() => String)
  cursor!: string;

  @Field(() => SaleEventType)
  node!: SaleEventType;
}

/** SaleEventConnection in the API. */
@ObjectType('SaleEventConnection', { description: "One page of a sale's ledger, newest first." })
export class SaleEventConnectionType {
  @Field(() => [SaleEventEdgeType])
  edges!: SaleEventEdgeType[];

  @Field(() => PageInfoType)
  pageInfo!: PageInfoType;

  @Field(() => Int)
  totalCount!: number;

  static from({ entries, hasNextPage, totalCount }: LedgerPage): SaleEventConnectionType {
    const edges = entries.map((node) => ({ cursor: eventCursorOf(node.id), node }));
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount };
  }
}
