import { Field, Float, Int, ObjectType } from 'type-graphql';

/** Setting in the API. */
@ObjectType('Setting', { description: 'A setting of a store, as the store itself names and writes it.' })
export class SettingType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

/** PoolSize in the API. */
@ObjectType('PoolSize', { description: 'A pool of connections to Postgres.' })
export class PoolSizeType {
  @Field(() => String, { description: 'What its connections are for.' })
  name!: string;

  @Field(() => Int, { description: 'Connections that each process opens at most.' })
  connections!: number;
}

/** Environment in the API. */
@ObjectType('Environment', {
  description: 'What a server runs on: figures that were measured there mean little without it.',
})
export class EnvironmentType {
  @Field(() => String, { description: 'The version of Node.' })
  node!: string;

  @Field(() => String, { description: 'Operating system, its release, and the architecture.' })
  system!: string;

  @Field(() => String)
  cpu!: string;

  @Field(() => Int, { description: 'Processors that the server may use.' })
  cores!: number;

  @Field(() => Float)
  memoryBytes!: number;

  @Field(() => Int, { description: 'Processes that serve.' })
  workers!: number;

  @Field(() => [PoolSizeType])
  pools!: readonly PoolSizeType[];

  @Field(() => [SettingType], {
    description: 'Whether a commit survives a crash, and what bounds speed; empty while it does not answer.',
  })
  postgresSettings!: readonly SettingType[];

  @Field(() => [SettingType], {
    description:
      'Whether Redis writes to disk; empty while it does not answer, shorter where CONFIG is forbidden.',
  })
  redisSettings!: readonly SettingType[];
}
