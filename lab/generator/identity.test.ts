import { expect, test } from 'vitest';
import { buyerIdOf, idempotencyKeyOf } from './identity.ts';

const keysOf = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => idempotencyKeyOf(seed, index));

test('the same seed gives the same keys, another one gives others', () => {
  expect(keysOf(7, 100)).toEqual(keysOf(7, 100));
  const other = new Set(keysOf(8, 1000));
  expect(keysOf(7, 1000).some((key) => other.has(key))).toBe(false);
});

test('no key repeats within the largest attack, and each has the form that the API asks for', () => {
  const keys = keysOf(-1, 100_000);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => /^[\w-]{22,40}$/.test(key))).toBe(true);
});

test('buyers are numbered from 1 with at least four digits', () => {
  expect([0, 99, 9998, 9999].map(buyerIdOf)).toEqual([
    'buyer-0001',
    'buyer-0100',
    'buyer-9999',
    'buyer-10000',
  ]);
});
