import { Field, Float, Int, ObjectType } from 'type-graphql';
import { LatencyBucketType } from '../stats/latency.type.ts';

/** AttackFrame in the API. */
@ObjectType('AttackFrame', {
  description:
    "One slice of an attack's time, as the generator measured it. At most 120 a run: they widen as it goes on.",
})
export class AttackFrameType {
  @Field(() => Float, { description: 'End of the slice, milliseconds from the start of the attack.' })
  atMs!: number;

  @Field(() => Int, { description: 'Totals up to the end of the slice, as answered and confirmed are.' })
  sent!: number;

  @Field(() => Int)
  answered!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Latency of the answers that arrived within the slice; null where none did.',
  })
  p50Ms!: number | null;

  @Field(() => Float, { nullable: true })
  p95Ms!: number | null;

  @Field(() => Float, { nullable: true })
  p99Ms!: number | null;

  @Field(() => [LatencyBucketType], { description: 'The same answers, on half-octave buckets.' })
  histogram!: readonly LatencyBucketType[];
}
