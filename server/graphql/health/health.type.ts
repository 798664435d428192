import { Field, ObjectType } from 'type-graphql';

/** Health in the API. */
@ObjectType('Health', { description: 'Whether the server and its stores answer.' })
export class HealthType {
  @Field(() => String, {
    description: '"ok", or "degraded" while a store does not answer or takes no writes.',
  })
  status!: string;

  @Field(() => Boolean, { description: 'Whether it answers, to new sessions too, and takes writes.' })
  postgres!: boolean;

  @Field(() => Boolean, { description: 'Whether it answers and takes writes.' })
  redis!: boolean;

  @Field(() => String, { description: 'Of this program.' })
  version!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As the store names itself, for example PostgreSQL 18.4; null while it does not answer.',
  })
  postgresVersion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'As the store names itself; null while it does not answer.',
  })
  redisVersion!: string | null;
}
