import type { Sample } from '../../../lab/report/charts/line-chart.ts';
import type { Frame } from '../../lib/model.ts';

/** A rate is measured over this many slices: a single one holds too few answers to say much. */
const SLICES = 8;

/** What became of the buyers up to the end of a slice. */
export type Total = 'answered' | 'confirmed';

/** A total's rise per second, at the end of each slice, over that slice and the seven before. */
export function rates(frames: readonly Frame[], total: Total): readonly Sample[] {
  return frames.map((frame, index) => {
    const before = frames[index - SLICES];
    const rise = frame[total] - (before?.[total] ?? 0);
    const ms = frame.atMs - (before?.atMs ?? 0);
    return { atMs: frame.atMs, value: ms > 0 ? (rise / ms) * 1000 : 0 };
  });
}

/** A percentile of the answers. */
export type Percentile = 'p50Ms' | 'p95Ms' | 'p99Ms';

/** A percentile over time; slices without an answer are left out. */
export function percentiles(frames: readonly Frame[], percentile: Percentile): readonly Sample[] {
  return frames.flatMap((frame) => {
    const value = frame[percentile];
    return value === null ? [] : [{ atMs: frame.atMs, value }];
  });
}

/** The largest value of several series, 0 when they are empty. */
export function peak(series: readonly (readonly Sample[])[]): number {
  return series.reduce(
    (most, samples) => samples.reduce((high, { value }) => Math.max(high, value), most),
    0,
  );
}
