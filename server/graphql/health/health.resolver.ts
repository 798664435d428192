import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { HealthType } from './health.type.ts';

/** Operations on the server itself. */
@Resolver(() => HealthType)
export class HealthResolver {
  @Query(() => HealthType)
  health(@Ctx() { services }: Context): Promise<HealthType> {
    return services.health();
  }
}
