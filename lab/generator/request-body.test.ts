import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { PurchaseDocument } from '../../schema/generated/operations.ts';
import { planFor } from '../tests/_util/plan.ts';
import { createBodies } from './request-body.ts';

test('a body is JSON with the Purchase document and the variables of its buyer', () => {
  const bodyOf = createBodies(planFor('unused', { saleId: 'a "quoted" sale', strategy: 'ROW_LOCK' }));
  const { operationName, query, variables } = JSON.parse(bodyOf(41));
  expect(operationName).toBe('Purchase');
  expect(print(parse(query))).toBe(print(PurchaseDocument));
  expect(variables).toEqual({
    strategy: 'ROW_LOCK',
    saleId: 'a "quoted" sale',
    quantity: 1,
    buyerId: 'buyer-0042',
    idempotencyKey: expect.stringMatching(/^[\w-]{22,40}$/),
  });
});
