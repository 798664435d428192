import { describe, expect, test } from 'vitest';
import { age, axis, count, money, plural, range, short, span, timeOfDay } from './format.ts';

describe('figures', () => {
  test('are grouped, with a true minus, and a dash where nobody knows', () => {
    expect([2000, -37, 0, -0, null, undefined, Number.NaN].map(count)).toEqual([
      '2,000',
      '−37',
      '0',
      '0',
      '–',
      '–',
      '–',
    ]);
  });

  test('keep one decimal only below a hundred', () => {
    expect([4.13, 61.82, 143.2, 9870.4, 0, null].map(short)).toEqual([
      '4.1',
      '61.8',
      '143',
      '9,870',
      '0',
      '–',
    ]);
  });

  test('are short on an axis', () => {
    expect([0, 600, 1200, 15000, 2_400_000, 0.5].map(axis)).toEqual([
      '0',
      '600',
      '1.2k',
      '15k',
      '2.4M',
      '0.5',
    ]);
  });
});

describe('time', () => {
  test('into a run is in milliseconds below a second', () => {
    expect([0, 8.21, 224.4, 1370].map(span)).toEqual(['0 ms', '8.2 ms', '224 ms', '1.37 s']);
  });

  test('since an event is in whole seconds, minutes or hours, and never negative', () => {
    expect([-5, 12_400, 180_000, 7_300_000].map(age)).toEqual(['0 s', '12 s', '3 min', '2 h']);
  });

  test('of an unknown instant is a dash', () => {
    expect(timeOfDay(null)).toBe('–');
  });
});

test('a price shows cents only when there are some', () => {
  expect([money(99900, 'USD'), money(99950, 'USD')]).toEqual(['$999', '$999.50']);
});

test('a price is in the smallest unit of its currency, whatever that is', () => {
  const spaced = (price: string) => price.replace('\u00a0', ' ');
  expect([money(1500, 'JPY'), money(1234, 'EUR')]).toEqual(['¥1,500', '€12.34']);
  expect([money(1500, 'KWD'), money(2000, 'KWD')].map(spaced)).toEqual(['KWD 1.500', 'KWD 2']);
});

test('one unit, two units', () => {
  expect([plural(1, 'unit'), plural(2000, 'unit')]).toEqual(['1 unit', '2,000 units']);
});

test('a range is one number where its ends are one', () => {
  expect([range(166, 1960), range(100, 100)]).toEqual(['166 to 1,960', '100']);
});
