import { expect, test } from 'vitest';
import { chooseSale } from './choose-sale.ts';

const sales = [
  { id: '1', mode: 'LIVE' },
  { id: '2', mode: 'LAB' },
] as const;

test('the named sale is shown, and the first lab sale where none is named', () => {
  expect(chooseSale(sales, '1')).toEqual({ sale: sales[0], missing: null });
  expect(chooseSale(sales, null)).toEqual({ sale: sales[1], missing: null });
  expect(chooseSale([], null)).toEqual({ sale: null, missing: null });
});

test.each(['77', 'abc', '01'])('no other sale stands in for one that there is not: %s', (wanted) => {
  expect(chooseSale(sales, wanted)).toEqual({ sale: null, missing: wanted });
});
