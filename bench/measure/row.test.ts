import { expect, test } from 'vitest';
import { rowOf } from './row.ts';
import { runRounds } from './rounds.ts';

test('a ratio is that of each pair, not of the medians', () => {
  const row = rowOf({
    what: 'a',
    unit: '/s',
    // The machine was half as fast in the second round, and the ratio is the same.
    values: [50, 25, 80],
    reference: { what: 'b', values: [100, 50, 100] },
    target: { atLeast: 0.5 },
  });
  expect(row.ratio).toEqual({ median: 0.5, low: 0.5, high: 0.8 });
  expect(row.isMet).toBe(true);
});

test('a target is held against the ratio, or against the value that stands alone', () => {
  const alone = { what: 'a', unit: 'ms', values: [7] };
  expect(rowOf({ ...alone, target: { atMost: 6 } }).isMet).toBe(false);
  expect(rowOf({ ...alone, target: { atMost: 7 } }).isMet).toBe(true);
  expect(rowOf(alone).isMet).toBeNull();
  const reference = { what: 'b', values: [0] };
  expect(rowOf({ ...alone, values: [Number.NaN], reference, target: { atMost: 6 } }).isMet).toBe(false);
});

test('all are measured in each round, each round beginning with another, and once before that counts', async () => {
  const order: string[] = [];
  const contestant = (name: string) => ({
    name,
    measure: () => Promise.resolve(order.push(name)),
  });
  const figures = await runRounds([contestant('a'), contestant('b')], { rounds: 2, say: () => {} });
  expect(order.join('')).toBe('ababba');
  expect(figures.get('a')).toEqual([3, 6]);
});
