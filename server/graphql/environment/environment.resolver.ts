import { Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { EnvironmentType } from './environment.type.ts';

/** What the figures of this server were measured on. */
@Resolver(() => EnvironmentType)
export class EnvironmentResolver {
  @Authorized()
  @Query(() => EnvironmentType, {
    description: 'Admin. Machine, pools and durability, as reports show them.',
  })
  environment(@Ctx() { services }: Context): Promise<EnvironmentType> {
    return services.environment();
  }
}
