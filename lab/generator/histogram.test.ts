import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHistogram } from './histogram.ts';

const latencies = fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function histogramOf(values: readonly number[]) {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

test('every quantile lies within 1.1 % above the exact one', () => {
  fc.assert(
    fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 0.999), (values, q) => {
      const exact = values.toSorted((a, b) => a - b)[Math.ceil(q * values.length) - 1] ?? Number.NaN;
      const found = histogramOf(values).quantile(q) ?? Number.NaN;
      expect(found).toBeGreaterThanOrEqual(exact - 0.001);
      expect(found).toBeLessThanOrEqual(exact * 1.011 + 0.001);
    }),
  );
});

test('count, mean and maximum are exact', () => {
  expect(histogramOf([1, 2, 6]).summary()).toMatchObject({ count: 3, meanMs: 3, maxMs: 6 });
});

test('an empty histogram answers with nothing, and zeros in its summary', () => {
  const empty = createHistogram();
  expect(empty.quantile(0.5)).toBeNull();
  expect(empty.halfOctaves()).toEqual([]);
  expect(empty.summary()).toMatchObject({ count: 0, meanMs: 0, p50Ms: 0, maxMs: 0 });
});

test('two histograms added are the histogram of all values', () => {
  fc.assert(
    fc.property(latencies, latencies, (left, right) => {
      const sum = histogramOf(left);
      sum.add(histogramOf(right));
      const whole = histogramOf([...left, ...right]);
      expect(sum.halfOctaves()).toEqual(whole.halfOctaves());
      expect(sum.quantile(0.95)).toBe(whole.quantile(0.95));
    }),
  );
});

test('half-octave buckets hold every value once, below their edge, in ascending order', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const buckets = histogramOf(values).halfOctaves();
      const edges = buckets.map(({ upToMs }) => upToMs);
      expect(edges).toEqual(edges.toSorted((a, b) => a - b));
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values) - 0.001);
    }),
  );
  expect(histogramOf([1, 4, 5]).halfOctaves()).toEqual([
    { upToMs: 1, count: 1 },
    { upToMs: 4, count: 1 },
    { upToMs: 5.657, count: 1 },
  ]);
});

test('values beyond the range count in the outermost buckets', () => {
  expect(histogramOf([0, 10 ** 9]).summary()).toMatchObject({ count: 2, maxMs: 10 ** 9 });
});
