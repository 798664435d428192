import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { ProductType } from '../sale/product.type.ts';
import { SaleType } from '../sale/sale.type.ts';
import { ProductChangesType, ProductInputType } from './product.input.ts';
import { SaleChangesType, SaleInputType } from './sale.input.ts';

const WHY = { nullable: true, description: 'Why, for the ledger of the sale.' } as const;
const by = (reason: string | null) => ({ actor: 'admin', reason });

/** What an admin does to products and sales. */
@Resolver()
export class SaleAdminResolver {
  @Authorized()
  @Mutation(() => ProductType, { description: 'Admin.' })
  createProduct(
    @Arg('input', () => ProductInputType) input: ProductInputType,
    @Ctx() { services }: Context,
  ): Promise<ProductType> {
    return services.saleAdmin.createProduct(ProductInputType.toDomain(input));
  }

  @Authorized()
  @Mutation(() => ProductType, { description: 'Admin. Told in the ledger of each sale of the product.' })
  updateProduct(
    @Arg('id', () => ID) id: string,
    @Arg('changes', () => ProductChangesType) changes: ProductChangesType,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<ProductType> {
    return services.saleAdmin.updateProduct(id, ProductChangesType.toDomain(changes), by(reason));
  }

  @Authorized()
  @Mutation(() => SaleType, {
    description: 'Admin. Sells beside the other sales, each with a stock of its own.',
  })
  createSale(
    @Arg('input', () => SaleInputType) input: SaleInputType,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.saleAdmin.createSale(SaleInputType.toDomain(input), by(reason));
  }

  @Authorized()
  @Mutation(() => SaleType, { description: 'Admin. Safe under load.' })
  updateSale(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('changes', () => SaleChangesType) changes: SaleChangesType,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.saleAdmin.updateSale(saleId, SaleChangesType.toDomain(changes), by(reason));
  }

  @Authorized()
  @Mutation(() => SaleType, { description: 'Admin. The sale sells, within its window.' })
  openSale(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.saleAdmin.open(saleId, by(reason));
  }

  @Authorized()
  @Mutation(() => SaleType, {
    description: 'Admin. Nothing is sold or held until it is opened again; what is held may be confirmed.',
  })
  pauseSale(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.saleAdmin.pause(saleId, by(reason));
  }

  @Authorized()
  @Mutation(() => SaleType, { description: 'Admin. The sale is over; what is held may be confirmed.' })
  closeSale(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('reason', () => String, WHY) reason: string | null = null,
    @Ctx() { services }: Context,
  ): Promise<SaleType> {
    return services.saleAdmin.close(saleId, by(reason));
  }
}
