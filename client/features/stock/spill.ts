import { seeded } from '../../lib/random.ts';
import type { Point, StockLayout } from './layout.ts';

/** More than these would hide each other. */
const WIDE_MAX = 45;
const NARROW_MAX = 60;

/** The seed of the scatter: a unit lies where it lay before, on every screen and every visit. */
const SEED = 19;

/** One unit outside of the frame. */
export interface SpilledCell extends Point {
  readonly index: number;
  /** Degrees. */
  readonly tilt: number;
  /** From here it flies: the wall, seen from its place. */
  readonly from: Point;
}

/** How many cells lie outside, and how many more there would be. */
export interface Spill {
  readonly shown: number;
  /** Units, not cells. */
  readonly more: number;
}

/** The cells for this many units beyond the stock. */
export function spillOf(oversold: number, { narrow, unit }: StockLayout): Spill {
  const shown = Math.min(Math.ceil(oversold / unit), narrow ? NARROW_MAX : WIDE_MAX);
  return { shown, more: Math.max(0, Math.round(oversold - shown * unit)) };
}

/** Rows that spilled cells take below a tall frame; one is always kept, so that there is room for a word. */
export function spillRows(shown: number, { columns }: StockLayout): number {
  return Math.max(1, Math.ceil(shown / columns));
}

/** Where the first `shown` units beyond the stock land: near the wall in order, further out in disorder. */
export function spilledCells(shown: number, layout: StockLayout): readonly SpilledCell[] {
  const random = seeded(SEED);
  return Array.from({ length: shown }, (_, index) => {
    const jitter = { tilt: random() - 0.5, x: random() - 0.5, y: random() - 0.5 };
    return layout.narrow ? below(index, layout, jitter) : beside(index, layout, jitter);
  });
}

interface Jitter extends Point {
  readonly tilt: number;
}

function beside(index: number, layout: StockLayout, jitter: Jitter): SpilledCell {
  const { pitch, side, frame, width, rows } = layout;
  const column = Math.floor(index / rows);
  const row = index % rows;
  const disorder = 1 + column * 0.5;
  const middle = (frame.y + frame.bottom) / 2 - side / 2;
  const spread = 0.97 + column * 0.012;
  const x = frame.right + pitch * (0.34 + column * 1.14) + jitter.x * pitch * 0.08 * disorder;
  const y = middle + (row - (rows - 1) / 2) * pitch * spread + jitter.y * pitch * 0.08 * disorder;
  const placed = Math.min(x, width - side - 2);
  return {
    index,
    x: placed,
    y,
    tilt: jitter.tilt * (8 + column * 5),
    from: { x: frame.right - placed - side, y: (middle - y) * 0.6 },
  };
}

function below(index: number, layout: StockLayout, jitter: Jitter): SpilledCell {
  const { pitch, side, frame, columns } = layout;
  const row = Math.floor(index / columns);
  const disorder = 1 + row * 0.5;
  const x = frame.x + 5 + (index % columns) * pitch + jitter.x * pitch * 0.1 * disorder;
  const y = frame.bottom + pitch * (0.45 + row * 1.12) + jitter.y * pitch * 0.16 * disorder;
  return { index, x, y, tilt: jitter.tilt * (8 + row * 10), from: { x: 0, y: frame.bottom - y - side } };
}
