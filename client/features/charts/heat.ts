import type { Frame } from '../../lib/model.ts';

/** Columns of the strip. */
const COLUMNS = 32;

/** Fewer rows than this would look like a bar. */
const ROWS_MIN = 8;

/** Buckets are half octaves: the next one ends at the square root of two times this one. */
const STEP = Math.SQRT2;

/** Every answer of a run, by when it came and how long it took. */
export interface HeatMap {
  /** Upper ends of the rows, milliseconds, fastest first. */
  readonly rows: readonly number[];
  /** Answers per column and row; `counts[column][row]`. */
  readonly counts: readonly (readonly number[])[];
  /** Answers per row. */
  readonly sums: readonly number[];
  /** The most answers in one place. */
  readonly most: number;
}

/** Gathers the slices up to `untilMs` into columns over the whole run, so that a column never moves. */
export function heatMap(frames: readonly Frame[], durationMs: number, untilMs: number): HeatMap {
  const rows = rowsOf(frames);
  const counts = Array.from({ length: COLUMNS }, () => rows.map(() => 0));
  for (const frame of frames) {
    if (frame.atMs > untilMs) break;
    const column = Math.min(COLUMNS - 1, Math.floor((frame.atMs / durationMs) * COLUMNS - 1e-9));
    fill(counts[Math.max(0, column)] ?? [], frame, rows);
  }
  const sums = rows.map((_, row) => counts.reduce((sum, column) => sum + (column[row] ?? 0), 0));
  const most = counts.reduce((high, column) => Math.max(high, ...column), 0);
  return { rows, counts, sums, most };
}

function fill(column: number[], frame: Frame, rows: readonly number[]): void {
  for (const bucket of frame.histogram) {
    const row = rows.findIndex((upToMs) => bucket.upToMs <= upToMs * 1.01);
    if (row >= 0) column[row] = (column[row] ?? 0) + bucket.count;
  }
}

/** From the fastest bucket that holds an answer to the slowest, over the whole run. */
function rowsOf(frames: readonly Frame[]): readonly number[] {
  let fastest = Number.POSITIVE_INFINITY;
  let slowest = 0;
  for (const { histogram } of frames) {
    for (const { upToMs, count } of histogram) {
      if (count === 0) continue;
      fastest = Math.min(fastest, upToMs);
      slowest = Math.max(slowest, upToMs);
    }
  }
  if (slowest === 0) return [];
  const length = Math.round(Math.log(slowest / fastest) / Math.log(STEP)) + 1;
  const rows = Math.max(ROWS_MIN, length);
  const lowest = fastest / STEP ** Math.floor((rows - length) / 2);
  return Array.from({ length: rows }, (_, row) => lowest * STEP ** row);
}
