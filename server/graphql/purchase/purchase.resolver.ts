import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { DEFAULT_STRATEGY } from '../../strategies/index.ts';
import type { Context } from '../context.ts';
import { PurchaseStrategy } from '../enums.ts';
import { presentPurchase } from './present-purchase.ts';
import { PurchaseResult } from './purchase.type.ts';

/** Buying. */
@Resolver()
export class PurchaseResolver {
  @Mutation(() => PurchaseResult, {
    description: `Strategy null means the sale's safe default, ${DEFAULT_STRATEGY}.`,
  })
  purchase(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('buyerId', () => ID) buyerId: string,
    @Arg('quantity', () => Int, { defaultValue: 1, description: 'Units, 1 to 1,000.' }) quantity: number,
    @Arg('strategy', () => PurchaseStrategy, { nullable: true }) strategy: string | null = null,
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description:
        'Made and kept by the buyer, 8 to 64 letters, digits, _ or -. A request that comes again with it buys once.',
    })
    idempotencyKey: string | null = null,
    @Ctx() { services, caller }: Context,
  ): typeof PurchaseResult | Promise<typeof PurchaseResult> {
    const input = { saleId, buyerId, quantity, strategy: strategy ?? DEFAULT_STRATEGY, idempotencyKey };
    const reply = services.purchases.begin(input, caller);
    return reply instanceof Promise
      ? reply.then((later) => presentPurchase(saleId, later, quantity))
      : presentPurchase(saleId, reply, quantity);
  }
}
