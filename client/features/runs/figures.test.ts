import { expect, test } from 'vitest';
import type { Run } from '../../lib/model.ts';
import { figuresOf } from './figures.ts';

const run = {
  state: 'FINISHED',
  confirmed: 90,
  soldOut: 5,
  rejected: 1,
  ordersPerSecond: 10,
  requestsPerSecond: 20,
  durationMs: 30,
  stock: 80,
  audit: { sold: 100, stock: 110 },
} as Run;

test('the books count what was sold, and until they are read the answers do', () => {
  expect(figuresOf(run)).toMatchObject({ filled: 100, stock: 110, rejected: 6 });
  expect(figuresOf({ ...run, state: 'RUNNING', audit: null })).toMatchObject({
    filled: 90,
    stock: 80,
    durationMs: 30,
  });
});

test('of a run that broke off no figure is known', () => {
  const { stock, ...broken } = figuresOf({ ...run, state: 'FAILED', audit: null, confirmed: 0 });
  expect(stock).toBe(80);
  expect(Object.values(broken)).toEqual(Array(5).fill(null));
});
