import { createHistogram, type Histogram, roundMs } from './histogram.ts';
import type { AttackFrame } from './protocol.ts';

const SLICES_MAX = 120;
/** Most runs last under a second or two: at 20 ms their replay has enough frames to look at. */
const FIRST_WIDTH_MS = 20;

interface Slice {
  sent: number;
  answered: number;
  confirmed: number;
  readonly latency: Histogram;
}

/** A run's time in slices of equal width. Whenever there would be more than 120, neighbours merge and the width doubles. */
export interface Timeline {
  /** `atMs` counts from the start of the run and never goes back. */
  sent(atMs: number): void;
  answered(atMs: number, latencyMs: number, confirmed: boolean): void;
  /** All slices up to `nowMs`; the last one ends there. */
  frames(nowMs: number): AttackFrame[];
}

const createSlice = (): Slice => ({ sent: 0, answered: 0, confirmed: 0, latency: createHistogram() });

function mergePairs(slices: readonly Slice[]): Slice[] {
  const merged: Slice[] = [];
  slices.forEach((slice, index) => {
    const left = merged[index >> 1];
    if (left === undefined) {
      merged.push(slice);
      return;
    }
    left.sent += slice.sent;
    left.answered += slice.answered;
    left.confirmed += slice.confirmed;
    left.latency.add(slice.latency);
  });
  return merged;
}

function frameOf(slice: Slice, atMs: number, before: AttackFrame | undefined): AttackFrame {
  return {
    atMs: roundMs(atMs),
    sent: slice.sent + (before?.sent ?? 0),
    answered: slice.answered + (before?.answered ?? 0),
    confirmed: slice.confirmed + (before?.confirmed ?? 0),
    p50Ms: slice.latency.quantile(0.5),
    p95Ms: slice.latency.quantile(0.95),
    p99Ms: slice.latency.quantile(0.99),
    histogram: slice.latency.halfOctaves(),
  };
}

/** An empty timeline. */
export function createTimeline(): Timeline {
  let slices: Slice[] = [];
  let widthMs = FIRST_WIDTH_MS;
  // Frames of slices that lie in the past. A report every 100 ms would otherwise recompute all of them.
  let settled: AttackFrame[] = [];

  const sliceAt = (atMs: number): Slice => {
    while (atMs >= widthMs * SLICES_MAX) {
      slices = mergePairs(slices);
      widthMs *= 2;
      settled = [];
    }
    const index = Math.floor(atMs / widthMs);
    while (slices.length <= index) slices.push(createSlice());
    return slices[index] ?? createSlice();
  };

  return {
    sent(atMs) {
      sliceAt(atMs).sent += 1;
    },
    answered(atMs, latencyMs, confirmed) {
      const slice = sliceAt(atMs);
      slice.answered += 1;
      if (confirmed) slice.confirmed += 1;
      slice.latency.record(latencyMs);
    },
    frames(nowMs) {
      const last = sliceAt(nowMs);
      slices.slice(settled.length, -1).forEach((slice) => {
        settled.push(frameOf(slice, (settled.length + 1) * widthMs, settled.at(-1)));
      });
      return [...settled, frameOf(last, nowMs, settled.at(-1))];
    },
  };
}
