import { expect, test } from 'vitest';
import { intervalOf, median, overlap } from './interval.ts';

test('the median is the middle value, or lies between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(median([])).toBeNaN();
});

test('few rounds have their slowest and fastest as interval, none have nothing', () => {
  expect(intervalOf([30, 10, 20])).toEqual({ median: 20, low: 10, high: 30 });
  expect(intervalOf([])).toBeNull();
});

test('many rounds are resampled: one far off does not stretch the interval, and it is the same every time', () => {
  const rounds = [100, 101, 99, 102, 98, 100, 101, 99, 100, 900];
  const interval = intervalOf(rounds);
  expect(interval?.median).toBe(100);
  expect(interval?.high).toBeLessThan(200);
  expect(interval?.low).toBeGreaterThanOrEqual(98);
  expect(intervalOf(rounds)).toEqual(interval);
});

test('the interval holds the median of 95 % of all resamples: of 1 to 31 those from 11 to 21', () => {
  // The middle one of 31 drawn with replacement is 10 or less in 1.8 % of all cases, 11 or less in 4.5 %.
  const rounds = Array.from({ length: 31 }, (_, index) => index + 1);
  expect(intervalOf(rounds)).toEqual({ median: 16, low: 11, high: 21 });
});

test('intervals overlap when they share a value', () => {
  const at = (low: number, high: number) => ({ median: low, low, high });
  expect(overlap(at(1, 5), at(5, 9))).toBe(true);
  expect(overlap(at(1, 9), at(3, 4))).toBe(true);
  expect(overlap(at(1, 4), at(5, 9))).toBe(false);
});
