import type { LatencyBucket, LatencySummary } from './protocol.ts';

/** Buckets per octave: each is 1.1 % wide, so a percentile read from its upper edge is at most that much too high. */
const PER_OCTAVE = 64;
const LOWEST_OCTAVE = -10; // 2^-10 ms, about a microsecond
const HIGHEST_OCTAVE = 17; // 2^17 ms, 131 s: longer than any run may last
const SIZE = (HIGHEST_OCTAVE - LOWEST_OCTAVE) * PER_OCTAVE + 1;
const ZERO = -LOWEST_OCTAVE * PER_OCTAVE;
const PER_HALF_OCTAVE = PER_OCTAVE / 2;

/** Latencies on logarithmic buckets: a constant 7 KB, one addition per value, and mergeable without loss. */
export interface Histogram {
  readonly count: number;
  /** Milliseconds; beyond the range it counts in the outermost bucket. */
  record(ms: number): void;
  /** Adds all values of another histogram to this one. */
  add(other: Histogram): void;
  /** The value, in ms, that the share `q` (0 to 1) of all values doesn't exceed; null while empty. */
  quantile(q: number): number | null;
  summary(): LatencySummary;
  /** The same values on half-octave buckets, ascending, empty ones left out. */
  halfOctaves(): LatencyBucket[];
  /** Figures that `add` reads; not for other eyes. */
  readonly raw: HistogramRaw;
}

interface HistogramRaw {
  readonly buckets: Uint32Array;
  count: number;
  sumMs: number;
  maxMs: number;
}

/** Three decimals, a microsecond: more would be noise, and reports cross a process boundary as text. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;

const bucketOf = (ms: number): number => {
  const index = Math.ceil(Math.log2(ms) * PER_OCTAVE) + ZERO;
  return index > 0 ? Math.min(index, SIZE - 1) : 0; // a latency of 0 has the logarithm -Infinity
};
const upperEdgeMs = (index: number): number => 2 ** ((index - ZERO) / PER_OCTAVE);

function quantileOf({ buckets, count, maxMs }: HistogramRaw, q: number): number | null {
  const rank = Math.max(1, Math.ceil(q * count));
  let below = 0;
  for (let index = 0; index < SIZE; index++) {
    below += buckets[index] ?? 0;
    if (below >= rank && count > 0) return roundMs(Math.min(upperEdgeMs(index), maxMs));
  }
  return null;
}

function halfOctavesOf({ buckets }: HistogramRaw): LatencyBucket[] {
  const counts = new Map<number, number>();
  buckets.forEach((count, index) => {
    if (count === 0) return;
    const half = Math.ceil((index - ZERO) / PER_HALF_OCTAVE);
    counts.set(half, (counts.get(half) ?? 0) + count);
  });
  return Array.from(counts, ([half, count]) => ({ upToMs: roundMs(2 ** (half / 2)), count }));
}

/** An empty histogram. */
export function createHistogram(): Histogram {
  const raw: HistogramRaw = { buckets: new Uint32Array(SIZE), count: 0, sumMs: 0, maxMs: 0 };
  const at = (q: number): number => quantileOf(raw, q) ?? 0;
  return {
    raw,
    get count() {
      return raw.count;
    },
    record(ms) {
      const index = bucketOf(ms);
      raw.buckets[index] = (raw.buckets[index] ?? 0) + 1;
      raw.count += 1;
      raw.sumMs += ms;
      if (ms > raw.maxMs) raw.maxMs = ms;
    },
    add(other) {
      other.raw.buckets.forEach((count, index) => {
        if (count > 0) raw.buckets[index] = (raw.buckets[index] ?? 0) + count;
      });
      raw.count += other.raw.count;
      raw.sumMs += other.raw.sumMs;
      raw.maxMs = Math.max(raw.maxMs, other.raw.maxMs);
    },
    quantile: (q) => quantileOf(raw, q),
    summary: () => ({
      count: raw.count,
      meanMs: raw.count === 0 ? 0 : roundMs(raw.sumMs / raw.count),
      p50Ms: at(0.5),
      p90Ms: at(0.9),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      p999Ms: at(0.999),
      maxMs: roundMs(raw.maxMs),
    }),
    halfOctaves: () => halfOctavesOf(raw),
  };
}
