import { expect, test } from 'vitest';
import { readWish, wishPath } from './wish.ts';

const run = { requests: 2000, concurrency: 100, stock: 100, raceWindowMs: 5, seed: 7 };

test('an address prepares the attack of a run for another strategy', () => {
  const path = wishPath('ROW_LOCK', run);
  expect(readWish(path.slice(1))).toEqual({
    strategy: 'ROW_LOCK',
    fields: { requests: '2000', concurrency: '100', stock: '100', raceWindowMs: '5' },
    seed: 7,
  });
});

test('an address that wishes nothing, or nonsense, prepares nothing', () => {
  expect(readWish('')).toEqual({ strategy: null, fields: {}, seed: null });
  expect(readWish('?strategy=MAGIC&seed=x')).toEqual({ strategy: null, fields: {}, seed: null });
});
