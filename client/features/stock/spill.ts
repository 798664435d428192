import { seeded } from '../../lib/random.ts';
import type { Point, StockLayout } from './layout.ts';

/** More below a tall frame would make a long page of it. */
const NARROW_MAX = 60;

/** From one column of spilled cells to the next, in pitches, and from the wall to the first. */
const COLUMN = 1.14;
const FIRST = 0.34;

/** The disorder grows up to this column: further out cells would leave the picture. */
const DISORDER_MAX = 8;

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
export function spillOf(oversold: number, layout: StockLayout): Spill {
  const { narrow, unit } = layout;
  const shown = Math.min(Math.ceil(oversold / unit), narrow ? NARROW_MAX : roomBeside(layout));
  return { shown, more: Math.max(0, Math.round(oversold - shown * unit)) };
}

/** As many cells as fit between the wall and the end of the picture. */
function roomBeside({ frame, width, pitch, side, rows }: StockLayout): number {
  const first = frame.right + pitch * FIRST;
  return rows * Math.max(1, 1 + Math.floor((width - side - 2 - first) / (pitch * COLUMN)));
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
  const far = Math.min(column, DISORDER_MAX);
  const disorder = 1 + far * 0.5;
  const middle = (frame.y + frame.bottom) / 2 - side / 2;
  const spread = 0.97 + far * 0.012;
  const x = frame.right + pitch * (FIRST + column * COLUMN) + jitter.x * pitch * 0.08 * disorder;
  const y = middle + (row - (rows - 1) / 2) * pitch * spread + jitter.y * pitch * 0.08 * disorder;
  const placed = Math.min(x, width - side - 2);
  return {
    index,
    x: placed,
    y,
    tilt: jitter.tilt * (8 + far * 5),
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
