import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { ConfirmHoldResult, HoldResult, HoldType, ReleaseHoldResult } from './hold.type.ts';
import { presentConfirm, presentHold, presentRelease } from './present-hold.ts';

/** Buying in two steps, for checkouts that take payment between them. */
@Resolver()
export class HoldResolver {
  @Query(() => HoldType, {
    nullable: true,
    description: "Null for no such hold; on a LIVE sale for another buyer's as well.",
  })
  hold(@Arg('id', () => ID) id: string, @Ctx() { services, caller }: Context): Promise<HoldType | null> {
    return services.holds.find(id, caller);
  }

  @Mutation(() => HoldResult, {
    description:
      'Puts units aside for a buyer who pays meanwhile; then confirm or release. The clock ends the rest.',
  })
  async holdUnits(
    @Arg('saleId', () => ID) saleId: string,
    @Arg('buyerId', () => ID) buyerId: string,
    @Arg('quantity', () => Int, { defaultValue: 1, description: 'Units, 1 to 1,000.' }) quantity: number,
    @Arg('holdSeconds', () => Int, { defaultValue: 120, description: '5 to 900.' }) holdSeconds: number,
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description:
        'Made and kept by the buyer, 8 to 64 letters, digits, _ or -. A request that comes again with it holds once.',
    })
    idempotencyKey: string | null = null,
    @Ctx() { services, caller }: Context,
  ): Promise<typeof HoldResult> {
    const input = { saleId, buyerId, quantity, holdSeconds, idempotencyKey };
    return presentHold(saleId, await services.holds.hold(input, caller));
  }

  @Mutation(() => ConfirmHoldResult, {
    description: 'Makes the hold an order, once. After its end the answer is HoldEnded, never a sale.',
  })
  async confirmHold(
    @Arg('id', () => ID) id: string,
    @Arg('buyerId', () => ID) buyerId: string,
    @Ctx() { services, caller }: Context,
  ): Promise<typeof ConfirmHoldResult> {
    const begunAt = performance.now();
    const answer = await services.holds.confirm({ id, buyerId }, caller);
    return presentConfirm(answer, performance.now() - begunAt);
  }

  @Mutation(() => ReleaseHoldResult, { description: 'Gives the units of a hold back, once.' })
  async releaseHold(
    @Arg('id', () => ID) id: string,
    @Arg('buyerId', () => ID) buyerId: string,
    @Ctx() { services, caller }: Context,
  ): Promise<typeof ReleaseHoldResult> {
    return presentRelease(await services.holds.release({ id, buyerId }, caller));
  }
}
