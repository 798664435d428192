import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Sale } from '../../domain/sale.ts';
import type { Context } from '../context.ts';
import { ProductType } from './product.type.ts';
import { SaleType } from './sale.type.ts';

/** Operations on sales and what they sell. */
@Resolver(() => SaleType)
export class SaleResolver {
  @Query(() => [ProductType], { complexity: 100 })
  products(@Ctx() { services }: Context): Promise<ProductType[]> {
    return services.sales.products();
  }

  @Query(() => [SaleType], { complexity: 100 })
  sales(@Ctx() { services }: Context): Promise<SaleType[]> {
    return services.sales.list();
  }

  @Query(() => SaleType, { nullable: true })
  sale(@Arg('id', () => ID) id: string, @Ctx() { services }: Context): Promise<SaleType | null> {
    return services.sales.find(id);
  }

  @FieldResolver(() => Int, {
    complexity: 20,
    nullable: true,
    description: 'Units that Redis still counts as unsold; null when Redis holds none for this sale.',
  })
  redisRemaining(@Root() sale: Sale, @Ctx() { services }: Context): Promise<number | null> {
    return services.sales.redisRemaining(sale);
  }

  @Authorized()
  @Mutation(() => SaleType, {
    description:
      'Admin. New epoch: stock put back, orders of the old epoch archived, figures zeroed, Redis rebuilt.',
  })
  resetSale(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('stock', () => Int, { nullable: true }) stock: number | null = null,
    @Arg('raceWindowMs', () => Int, { nullable: true }) raceWindowMs: number | null = null,
    @Arg('resetId', () => String, {
      nullable: true,
      description:
        'Asked again with the same one, 1 to 64 letters, digits, _ or -, the sale is not reset again; refused with another stock or raceWindowMs than it was reset to.',
    })
    resetId: string | null = null,
    @Arg('reason', () => String, { nullable: true, description: 'Why, for the ledger.' })
    reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.sales.reset(saleId, { stock, raceWindowMs, resetId, reason }, 'admin');
  }

  @Authorized()
  @Mutation(() => SaleType, {
    description: 'Admin. Rebuilds Redis from Postgres behind a fence; safe under load.',
  })
  syncRedis(@Arg('saleId', () => ID) saleId: string, @Ctx() { services }: Context): Promise<SaleType> {
    return services.sales.sync(saleId, 'admin');
  }
}
