import { print, stripIgnoredCharacters } from 'graphql';
import { OrderDocument, PurchaseDocument } from '../../schema/generated/operations.ts';
import { buyerIdOf, idempotencyKeyOf } from './identity.ts';
import type { AttackPlan } from './protocol.ts';

/**
 * The JSON body of the `index`th purchase of a plan, counted from 0.
 * All but the buyer and the key is put together once: neither of the two needs escaping in JSON.
 */
export function createBodies(plan: AttackPlan): (index: number) => string {
  const query = stripIgnoredCharacters(print(PurchaseDocument));
  const variables = { strategy: plan.strategy, saleId: plan.saleId, quantity: 1 };
  const head = JSON.stringify({ operationName: 'Purchase', query, variables }).slice(0, -2);
  return (index) =>
    `${head},"buyerId":"${buyerIdOf(index)}","idempotencyKey":"${idempotencyKeyOf(plan.seed, index)}"}}`;
}

const ORDER_HEAD = JSON.stringify({
  operationName: 'Order',
  query: stripIgnoredCharacters(print(OrderDocument)),
}).slice(0, -1);

/** The JSON body that asks how a reserved purchase stands. */
export const orderBodyOf = (reservationId: string): string =>
  `${ORDER_HEAD},"variables":${JSON.stringify({ reservationId })}}`;
