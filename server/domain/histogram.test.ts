import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, bucketUpToMs, createHistogram, merge, record, summarize } from './histogram.ts';

const durations = fc.double({ min: 0, max: 60_000, noNaN: true });

test('a bucket holds what falls into it, and is at most 3.2 % and a microsecond too wide', () => {
  fc.assert(
    fc.property(durations, (ms) => {
      const upTo = bucketUpToMs(bucketOf(ms));
      expect(upTo).toBeGreaterThanOrEqual(ms - 0.0006);
      expect(upTo).toBeLessThanOrEqual(ms * 1.032 + 0.0011);
    }),
  );
});

test('a longer duration never falls into an earlier bucket', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      const [shorter, longer] = a < b ? [a, b] : [b, a];
      expect(bucketOf(longer)).toBeGreaterThanOrEqual(bucketOf(shorter));
    }),
  );
});

const PERCENTILES = [
  ['p50Ms', 0.5],
  ['p90Ms', 0.9],
  ['p95Ms', 0.95],
  ['p99Ms', 0.99],
  ['p999Ms', 0.999],
] as const;

test('percentiles are those of the sorted list, within a bucket; count, mean and maximum are exact', () => {
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 200, size: 'max' }), (list) => {
      const histogram = createHistogram();
      for (const ms of list) record(histogram, ms);
      const sorted = list.toSorted((a, b) => a - b);
      const summary = summarize(histogram);
      expect(summary.count).toBe(list.length);
      expect(summary.maxMs).toBe(sorted.at(-1));
      expect(summary.meanMs).toBeCloseTo(list.reduce((sum, ms) => sum + ms, 0) / list.length, 6);
      for (const [name, share] of PERCENTILES) {
        const exact = sorted[Math.ceil(share * list.length) - 1] ?? 0;
        expect(summary[name]).toBeGreaterThanOrEqual(exact - 0.0006);
        expect(summary[name]).toBeLessThanOrEqual(exact * 1.032 + 0.0011);
      }
    }),
  );
});

test('merging is the same as recording everything in one', () => {
  fc.assert(
    fc.property(fc.array(durations), fc.array(durations), (a, b) => {
      const [one, other, both] = [createHistogram(), createHistogram(), createHistogram()];
      for (const ms of a) record(one, ms);
      for (const ms of b) record(other, ms);
      for (const ms of [...a, ...b]) record(both, ms);
      merge(one, other);
      const [merged, whole] = [summarize(one), summarize(both)];
      expect({ ...merged, meanMs: 0 }).toEqual({ ...whole, meanMs: 0 });
    }),
  );
});

test('nothing recorded is all zeros', () => {
  expect(summarize(createHistogram())).toEqual({
    count: 0,
    meanMs: 0,
    p50Ms: 0,
    p90Ms: 0,
    p95Ms: 0,
    p99Ms: 0,
    p999Ms: 0,
    maxMs: 0,
  });
});
