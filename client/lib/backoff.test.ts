import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('waits double up to eight seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((n) => backoffMs(n, () => 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
});

test('chance takes away half of the wait at most', () => {
  expect(backoffMs(3, () => 0)).toBe(2000);
});
