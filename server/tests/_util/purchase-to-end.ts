import type { PurchaseInput } from '../../domain/purchase-input.ts';
import type { PurchaseAnswer } from '../../domain/purchase.ts';
import { ANONYMOUS } from '../../services/identity.ts';
import type { TestEngine } from './engine.ts';

type Services = Pick<TestEngine['services'], 'purchases' | 'reservationFeed'>;

/** Buys as nobody in particular, and follows a purchase that is written behind to its end. */
export async function purchaseToEnd(services: Services, input: PurchaseInput): Promise<PurchaseAnswer> {
  const { answer } = await services.purchases.purchase(input, ANONYMOUS);
  return answer.kind === 'pending' ? endOf(services, answer.reservationId) : answer;
}

/** The end of a purchase that was answered `pending`. */
export async function endOf(
  { reservationFeed }: Pick<Services, 'reservationFeed'>,
  reservationId: string,
): Promise<PurchaseAnswer> {
  for await (const { answer } of await reservationFeed.follow(reservationId, ANONYMOUS))
    if (answer.kind !== 'pending' && answer.kind !== 'inProgress') return answer;
  throw new Error(`the feed of ${reservationId} was over before it told an end`);
}
