import { Field, Float, Int, ObjectType } from 'type-graphql';

/** LockWaits in the API. */
@ObjectType('LockWaits', {
  description: 'How many sessions of Postgres waited for a lock during a run, sampled twenty times a second.',
})
export class LockWaitsType {
  @Field(() => Int)
  samples!: number;

  @Field(() => Float)
  waitingMean!: number;

  @Field(() => Int)
  waitingMax!: number;
}
