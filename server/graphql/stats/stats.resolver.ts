import { Arg, Ctx, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { checkSaleId } from '../../domain/purchase-input.ts';
import type { Context } from '../context.ts';
import { SaleStatsType } from './stats.type.ts';

interface StatsArgs {
  readonly saleId: string;
  readonly intervalMs: number;
}

/** Live figures. */
@Resolver(() => SaleStatsType)
export class StatsResolver {
  @Query(() => SaleStatsType, { complexity: 100 })
  stats(@Arg('saleId', () => ID) saleId: string, @Ctx() { services }: Context): Promise<SaleStatsType> {
    checkSaleId(saleId);
    return services.stats.read(saleId);
  }

  @Subscription(() => SaleStatsType, {
    name: 'stats',
    description: 'Latest value wins: at most one frame per interval, 100 to 5000 ms.',
    subscribe: ({ args, context }) => subscribeToStats(args as StatsArgs, context as Context),
  })
  statsFeed(
    @Root() frame: SaleStatsType,
    @Arg('saleId', () => ID) _saleId: string,
    @Arg('intervalMs', () => Int, { defaultValue: 250 }) _intervalMs: number,
  ): SaleStatsType {
    return frame;
  }
}

function subscribeToStats(
  { saleId, intervalMs }: StatsArgs,
  { services }: Context,
): Promise<AsyncIterable<SaleStatsType>> {
  checkSaleId(saleId);
  return services.stats.subscribe(saleId, intervalMs);
}
