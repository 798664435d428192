import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { PurchaseStrategy } from '../enums.ts';
import { LatencySummaryType } from './latency.type.ts';
import { SpanTotalType } from './span.type.ts';

/** StrategyStats in the API. */
@ObjectType('StrategyStats', {
  description: 'Each request counts once, in one of confirmed, soldOut, rejected and failed.',
})
export class StrategyStatsType {
  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int)
  requests!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  soldOut!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => LatencySummaryType)
  latency!: LatencySummaryType;

  @Field(() => [SpanTotalType], { description: 'Where the time of its purchases went.' })
  spans!: readonly SpanTotalType[];
}

/** PathStats in the API. */
@ObjectType('PathStats', { description: 'Where the purchases of the answering server are right now.' })
export class PathStatsType {
  @Field(() => Int, { description: 'Arrived, and not answered yet.' })
  inFlight!: number;

  @Field(() => Int, { description: 'Connections of the purchase pool in use.' })
  poolInUse!: number;

  @Field(() => Int)
  poolSize!: number;

  @Field(() => Int, { description: 'Purchases that wait for a connection.' })
  poolWaiting!: number;

  @Field(() => Int, { description: 'Connections to Postgres that wait for a lock.' })
  lockWaiting!: number;

  @Field(() => Int, { description: 'Purchases gathered for the next group commit.' })
  groupWaiting!: number;
}

/** SaleStats in the API. */
@ObjectType('SaleStats', {
  description: 'One coherent snapshot of a sale, summed over all server replicas since the last reset.',
})
export class SaleStatsType {
  @Field(() => ID)
  saleId!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Int, {
    description: 'Strictly rising per subscription; the first frame after a (re)connect is a full snapshot.',
  })
  sequence!: number;

  @Field(() => GraphQLDateTime)
  at!: Date;

  @Field(() => Int)
  stock!: number;

  @Field(() => Int)
  databaseStock!: number;

  @Field(() => Int, { nullable: true })
  redisStock!: number | null;

  @Field(() => Int, { description: 'Orders in Postgres, units.' })
  orders!: number;

  @Field(() => Int, { description: 'Units reserved before payment.' })
  held!: number;

  @Field(() => Int, { description: 'Of the units in databaseStock, those in the pool of SKIP_LOCKED.' })
  pooled!: number;

  @Field(() => Int)
  oversold!: number;

  @Field(() => Int)
  requests!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  soldOut!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Int, { description: 'Failed, or of unknown end.' })
  failed!: number;

  @Field(() => Float, { description: 'Per second over the last second.' })
  requestsPerSecond!: number;

  @Field(() => Float)
  ordersPerSecond!: number;

  @Field(() => LatencySummaryType)
  latency!: LatencySummaryType;

  @Field(() => [StrategyStatsType])
  byStrategy!: readonly StrategyStatsType[];

  @Field(() => PathStatsType)
  path!: PathStatsType;
}
