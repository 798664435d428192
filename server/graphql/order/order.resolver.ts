import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { OrderConnectionType } from './order-connection.type.ts';

/** Operations on orders. */
@Resolver()
export class OrderResolver {
  @Query(() => OrderConnectionType, {
    complexity: 100,
    description: 'Newest first; first is 1 to 100. Without an epoch the orders of the running one.',
  })
  async orders(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Arg('epoch', () => Int, { nullable: true, description: 'Orders of a past epoch are kept by it.' })
    epoch: number | null = null,
    @Ctx() { services, caller }: Context,
  ): Promise<OrderConnectionType> {
    return OrderConnectionType.from(await services.orders.page({ saleId, first, after, epoch }, caller));
  }
}
