import { Arg, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { ReservationState } from '../../services/reservations.ts';
import type { Context } from '../context.ts';
import { presentPurchase } from './present-purchase.ts';
import { PurchaseResult } from './purchase.type.ts';

/** Purchases that were answered before their end. */
@Resolver()
export class ReservationResolver {
  @Query(() => PurchaseResult, {
    description:
      "How a purchase that was answered PurchasePending stands: PurchasePending until it has ended, then its end. An order is found by its id for ever, an end without one for 24 hours; on a LIVE sale the buyer's own only.",
  })
  async order(
    @Arg('reservationId', () => ID) reservationId: string,
    @Ctx() { services, caller }: Context,
  ): Promise<typeof PurchaseResult> {
    const state = await services.reservations.find(reservationId, caller);
    return presentPurchase(state.saleId, state);
  }

  @Subscription(() => PurchaseResult, {
    name: 'order',
    description: 'How the purchase stands, then its end; completes after that.',
    subscribe: ({ args, context }) => {
      const { services, caller } = context as Context;
      return services.reservationFeed.follow((args as { reservationId: string }).reservationId, caller);
    },
  })
  orderFeed(
    @Root() state: ReservationState,
    @Arg('reservationId', () => ID) _reservationId: string,
  ): typeof PurchaseResult {
    return presentPurchase(state.saleId, state);
  }
}
