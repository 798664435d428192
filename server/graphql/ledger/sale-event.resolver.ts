import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { SaleEventConnectionType } from './sale-event.type.ts';

/** Who did what to a sale, and why. */
@Resolver()
export class SaleEventResolver {
  @Query(() => SaleEventConnectionType, { complexity: 100, description: 'Newest first; first is 1 to 100.' })
  async saleEvents(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleEventConnectionType> {
    return SaleEventConnectionType.from(await services.ledger.page({ saleId, first, after }));
  }
}
