import { expect, test } from 'vitest';
import { createArrivals } from './arrivals.ts';

const timesOf = (seed: number, perSecond: number, count: number): number[] => {
  const arrivals = createArrivals({ seed, perSecond });
  return Array.from({ length: count }, () => arrivals.next());
};

test('the same seed gives the same times, another one gives others', () => {
  expect(timesOf(7, 1000, 100)).toEqual(timesOf(7, 1000, 100));
  expect(timesOf(8, 1000, 100)).not.toEqual(timesOf(7, 1000, 100));
});

test('times rise, and come as often a second as was asked', () => {
  const times = timesOf(7, 500, 50_000);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(50_000 / ((times.at(-1) ?? 0) / 1_000)).toBeCloseTo(500, -1);
});

test('buyers come independently: bunches and gaps as a Poisson process has them', () => {
  const times = timesOf(3, 1000, 50_000);
  const gaps = times.map((at, index) => at - (times[index - 1] ?? 0));
  const share = (test: (gap: number) => boolean): number => gaps.filter(test).length / gaps.length;
  expect(share((gap) => gap > 1)).toBeCloseTo(Math.exp(-1), 2);
  expect(share((gap) => gap > 3)).toBeCloseTo(Math.exp(-3), 2);
});
