/**
 * Log-linear buckets over microseconds: 32 to each power of two, so a reading is off by 3.2 % at most.
 * A bucket is an integer, a histogram is counts by bucket: merging two is adding, in a process, across replicas, in Redis.
 */
const SUB_BUCKETS = 32;
const SUB_BITS = 5;

/** The bucket of a duration in milliseconds. */
export function bucketOf(ms: number): number {
  const micros = Math.max(0, Math.round(ms * 1_000));
  if (micros < SUB_BUCKETS) return micros;
  const shift = 31 - Math.clz32(micros) - SUB_BITS;
  return (shift + 1) * SUB_BUCKETS + ((micros >>> shift) - SUB_BUCKETS);
}

/** The largest duration in milliseconds that a bucket holds. */
export function bucketUpToMs(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket / 1_000;
  const shift = Math.floor(bucket / SUB_BUCKETS) - 1;
  const base = (bucket % SUB_BUCKETS) + SUB_BUCKETS;
  return ((base + 1) * 2 ** shift - 1) / 1_000;
}

/** Counts by bucket with the exact sum and maximum beside them. */
export interface Histogram {
  readonly counts: Map<number, number>;
  count: number;
  sumMs: number;
  maxMs: number;
}

/** An empty one. */
export function createHistogram(): Histogram {
  return { counts: new Map(), count: 0, sumMs: 0, maxMs: 0 };
}

/** Adds one duration in milliseconds. */
export function record(histogram: Histogram, ms: number): void {
  const bucket = bucketOf(ms);
  histogram.counts.set(bucket, (histogram.counts.get(bucket) ?? 0) + 1);
  histogram.count += 1;
  histogram.sumMs += ms;
  if (ms > histogram.maxMs) histogram.maxMs = ms;
}

/** Adds `from` to `into`. */
export function merge(into: Histogram, from: Histogram): void {
  for (const [bucket, count] of from.counts) into.counts.set(bucket, (into.counts.get(bucket) ?? 0) + count);
  into.count += from.count;
  into.sumMs += from.sumMs;
  into.maxMs = Math.max(into.maxMs, from.maxMs);
}

/** Percentiles in milliseconds; all 0 when nothing was recorded. Shape of LatencySummary in the API. */
export interface LatencySummary {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

/** Nearest-rank percentiles. A bucket answers with its upper end, and never with more than the true maximum. */
export function summarize(histogram: Histogram): LatencySummary {
  const buckets = [...histogram.counts].toSorted(([a], [b]) => a - b);
  const at = (fraction: number): number => {
    const rank = Math.ceil(fraction * histogram.count);
    let seen = 0;
    for (const [bucket, count] of buckets) {
      seen += count;
      if (seen >= rank) return Math.min(bucketUpToMs(bucket), histogram.maxMs);
    }
    return 0;
  };
  return {
    count: histogram.count,
    meanMs: histogram.count === 0 ? 0 : histogram.sumMs / histogram.count,
    p50Ms: at(0.5),
    p90Ms: at(0.9),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    maxMs: histogram.maxMs,
  };
}
