import { Field, Float, Int, ObjectType } from 'type-graphql';

/** LatencySummary in the API. */
@ObjectType('LatencySummary', {
  description: 'Percentiles in milliseconds; all 0 while nothing was measured.',
})
export class LatencySummaryType {
  @Field(() => Int)
  count!: number;

  @Field(() => Float)
  meanMs!: number;

  @Field(() => Float)
  p50Ms!: number;

  @Field(() => Float)
  p90Ms!: number;

  @Field(() => Float)
  p95Ms!: number;

  @Field(() => Float)
  p99Ms!: number;

  @Field(() => Float)
  p999Ms!: number;

  @Field(() => Float)
  maxMs!: number;
}

/** LatencyBucket in the API. */
@ObjectType('LatencyBucket', {
  description: 'Answers slower than the bucket before and not slower than `upToMs`.',
})
export class LatencyBucketType {
  @Field(() => Float)
  upToMs!: number;

  @Field(() => Int)
  count!: number;
}
