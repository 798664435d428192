/** A middle value and how far it can be trusted. */
export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Below this many values their smallest and largest are the interval: there is nothing to resample. */
export const RESAMPLED_FROM = 6;
const RESAMPLES = 2_000;
const TAIL = 0.025;

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * The median of some rounds with the smallest and the largest of them, from six rounds on with the interval that holds
 * the median of 95 % of all resamples. Null of none.
 */
export function intervalOf(values: readonly number[]): Interval | null {
  if (values.length === 0) return null;
  const middle = median(values);
  if (values.length < RESAMPLED_FROM)
    return { median: middle, low: Math.min(...values), high: Math.max(...values) };
  const medians = resampledMedians(values).toSorted((a, b) => a - b);
  const at = (share: number): number => medians[Math.floor(share * (RESAMPLES - 1))] ?? middle;
  return { median: middle, low: at(TAIL), high: at(1 - TAIL) };
}

/** Whether two intervals share a value: then the difference between their medians says nothing. */
export const overlap = (a: Interval, b: Interval): boolean => a.low <= b.high && b.low <= a.high;

/** The same values give the same interval: the numbers are drawn from a fixed beginning. */
function resampledMedians(values: readonly number[]): number[] {
  let state = 1;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return values[Math.floor((state / 2 ** 32) * values.length)] ?? 0;
  };
  return Array.from({ length: RESAMPLES }, () => median(values.map(draw)));
}
