import { describe, expect, test } from 'vitest';
import type { Frame } from '../../lib/model.ts';
import { heatMap } from './heat.ts';
import { heightOf, niceMax, spread, steps } from '../../../lab/report/charts/scale.ts';
import { peak, percentiles, rates } from './series.ts';

const frame = (atMs: number, part: Partial<Frame> = {}): Frame => ({
  atMs,
  sent: 0,
  answered: 0,
  confirmed: 0,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  histogram: [],
  ...part,
});

describe('an axis', () => {
  test('ends at a round number that three steps reach', () => {
    expect([0, 0.9, 1000, 1180, 3500, 10_400, 61].map(niceMax)).toEqual([
      3, 1.2, 1200, 1500, 3600, 12_000, 75,
    ]);
    expect(steps(3600)).toEqual([0, 1200, 2400, 3600]);
  });

  test('puts the largest value below the top', () => {
    expect(heightOf(0, 100)).toBeGreaterThan(heightOf(100, 100));
    expect(heightOf(100, 100)).toBe(12);
  });
});

test('labels are pushed apart, but not below the floor', () => {
  expect(spread([50, 52, 90], 13, 200)).toEqual([50, 63, 90]);
  expect(spread([120, 121], 13, 126)).toEqual([113, 126]);
});

describe('a rate', () => {
  test('is the rise over eight slices, per second', () => {
    const frames = Array.from({ length: 20 }, (_, index) =>
      frame((index + 1) * 10, { answered: index < 10 ? 0 : 40 }),
    );
    const values = rates(frames, 'answered').map(({ value }) => value);
    expect([values[9], values[10], values[17], values[18]]).toEqual([0, 500, 500, 0]);
  });

  test('of the first instant is nothing, not infinity', () => {
    expect(rates([frame(0, { answered: 5 })], 'answered')).toEqual([{ atMs: 0, value: 0 }]);
  });
});

test('slices without an answer leave no percentile', () => {
  const series = percentiles([frame(1), frame(2, { p99Ms: 7 })], 'p99Ms');
  expect(series).toEqual([{ atMs: 2, value: 7 }]);
  expect(peak([series, []])).toBe(7);
});

describe('the heat strip', () => {
  const frames = [
    frame(50, { histogram: [{ upToMs: 4, count: 6 }] }),
    frame(100, {
      histogram: [
        { upToMs: 4, count: 2 },
        { upToMs: 8, count: 3 },
      ],
    }),
  ];

  test('holds every answer once', () => {
    const { sums, most } = heatMap(frames, 100, 100);
    expect(sums.reduce((all, one) => all + one, 0)).toBe(11);
    expect(most).toBe(6);
  });

  test('shows what had been answered by a moment, in the place it keeps', () => {
    const early = heatMap(frames, 100, 60);
    const late = heatMap(frames, 100, 100);
    expect(early.rows).toEqual(late.rows);
    expect(early.counts[15]).toEqual(late.counts[15]);
    expect(early.sums.reduce((all, one) => all + one, 0)).toBe(6);
  });

  test('is empty without answers', () => {
    expect(heatMap([], 100, 100)).toMatchObject({ rows: [], sums: [], most: 0 });
  });
});
