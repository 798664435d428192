import { expect, test } from 'vitest';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { runPurchase } from './transaction.ts';

const request: PurchaseRequest = {
  orderId: '01900000-0000-7000-8000-000000000001',
  saleId: '1',
  epoch: 1,
  fence: 1,
  buyerId: 'ada',
  quantity: 1,
  strategy: 'ROW_LOCK',
  key: 'ada-key-1',
  fingerprint: 'one',
};
const failing = (error: Error) => async (): Promise<never> => {
  throw error;
};
const coded = (message: string, code: string, more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });
const end = (work: () => Promise<PurchaseOutcome>, lookUp = failing(new Error('not asked'))) =>
  runPurchase({ query: lookUp }, request, work).then(({ kind }) => kind);

test.each([
  ['a connection that was reset', coded('read ECONNRESET', 'ECONNRESET')],
  ['a pipe that was closed', coded('write EPIPE', 'EPIPE')],
  [
    'a transaction that lost its connection',
    new Error('Query runner already released. Cannot run queries anymore.'),
  ],
])('the end of a purchase over %s is unknown', async (_, error) => {
  expect(await end(failing(error))).toBe('inProgress');
});

test('a key that was used, by an order that cannot be read now, is asked about again', async () => {
  const taken = coded('duplicate key', '23505', { constraint: 'orders_one_per_key' });
  expect(await end(failing(taken), failing(coded('read ECONNRESET', 'ECONNRESET')))).toBe('inProgress');
});

test('what Postgres refused as a mistake of ours stays one', async () => {
  await expect(end(failing(coded('no such column', '42703')))).rejects.toThrow('no such column');
});
