import { readFile } from 'node:fs/promises';
import { buildSchema, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { answerOf, outcomeOfError, reservationIdOf } from './outcome.ts';

const answer = (value: unknown) => Buffer.from(JSON.stringify(value));
const purchase = (typename: string) => answer({ data: { purchase: { __typename: typename } } });

test.for([
  ['PurchaseConfirmed', 'confirmed'],
  ['SoldOut', 'soldOut'],
  ['LimitReached', 'rejected'],
  ['SaleNotOpen', 'rejected'],
  ['IdempotencyMismatch', 'rejected'],
  ['Overloaded', 'rejected'],
  ['InProgress', 'unknown'],
  ['PurchasePending', 'pending'],
] as const)('%s counts as %s', ([typename, outcome]) => {
  expect(answerOf(200, purchase(typename))).toBe(outcome);
});

test('every member of the union has its outcome', async () => {
  const schema = buildSchema(await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
  const union = schema.getType('PurchaseResult');
  const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
  expect(members.length).toBeGreaterThan(0);
  expect(members.map((name) => answerOf(200, purchase(name)))).not.toContain('failed');
});

test('how a reservation stands is read the same way, and so is its id', () => {
  expect(answerOf(200, answer({ data: { order: { __typename: 'SoldOut' } } }))).toBe('soldOut');
  const pending = { __typename: 'PurchasePending', reservationId: 'an-id', latencyMs: 1 };
  expect(reservationIdOf(answer({ data: { purchase: pending } }))).toBe('an-id');
  expect(reservationIdOf(answer({ data: { purchase: { __typename: 'PurchasePending' } } }))).toBeNull();
});

test('an answer in another order or with spaces is understood as well', () => {
  const spaced = Buffer.from(
    '{ "extensions": {}, "data": { "purchase": { "saleId": "1", "__typename": "SoldOut" } } }',
  );
  expect(answerOf(200, spaced)).toBe('soldOut');
});

test('a name that only looks like an answer is none', () => {
  const message = '{"data":{"purchase":{"__typename":"PurchaseConfirmed"';
  expect(answerOf(200, answer({ errors: [{ message }], data: null }))).toBe('failed');
  expect(answerOf(200, purchase('toString'))).toBe('unknown');
});

test('GraphQL errors and every status but 200 have failed', () => {
  expect(answerOf(200, answer({ errors: [{ message: 'No such sale.' }], data: null }))).toBe('failed');
  for (const status of [301, 400, 429, 500, 503])
    expect(answerOf(status, purchase('SoldOut'))).toBe('failed');
});

test('an unreadable 200 leaves the end unknown', () => {
  for (const text of ['', 'null', '"text"', '<html>', '{"data":{"purchase":{"__typ']) {
    expect(answerOf(200, Buffer.from(text))).toBe('unknown');
  }
});

test('an error before the request left has failed, one after it is unknown', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(outcomeOfError(reset, true)).toBe('unknown');
  expect(outcomeOfError(reset, false)).toBe('failed');
  expect(outcomeOfError(refused, true)).toBe('failed');
});
