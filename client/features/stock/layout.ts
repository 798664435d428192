import { cellScale, type CellScale } from './scale.ts';

/** Below this width the frame is tall and its lower wall gives way; above, wide and the right one does. */
const NARROW_BELOW = 560;

/** The frame of a wide picture takes 20 of 30.9 pitches: the rest is where oversold units land. */
const WIDE_PITCHES = 30.9;
const PITCH_MAX = 60;
const PADDING = 5;

/** How far an open door rises above the frame, in pitches: the room for it is always kept. */
const DOOR_ROOM = 0.44;

/** A place in the drawing's own units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The geometry of the frame; nothing in it depends on what was sold. */
export interface StockLayout extends CellScale {
  readonly narrow: boolean;
  readonly width: number;
  readonly columns: number;
  readonly rows: number;
  /** From one cell to the next, and the side of a cell. */
  readonly pitch: number;
  readonly side: number;
  readonly frame: Point & { readonly right: number; readonly bottom: number };
}

/** Places the frame of a stock in a picture of this width. */
export function layoutStock(stock: number, width: number): StockLayout {
  const scale = cellScale(stock);
  const narrow = width < NARROW_BELOW;
  const { columns, rows } = shape(scale.cells, narrow);
  const pitch = narrow
    ? (width - 38) / columns
    : Math.min(PITCH_MAX, (width - 10) / (WIDE_PITCHES * (Math.max(columns, 20) / 20)));
  const gap = Math.max(columns > 20 ? 1.5 : 3, Math.round(pitch * 0.13));
  const frameWidth = columns * pitch - gap + PADDING * 2;
  const frameHeight = rows * pitch - gap + PADDING * 2;
  const x = narrow ? (width - frameWidth) / 2 : 2;
  const y = narrow ? 4 : 2 + pitch * DOOR_ROOM * (rows / 5);
  return {
    ...scale,
    narrow,
    width,
    columns,
    rows,
    pitch,
    side: Math.max(2, pitch - gap),
    frame: { x, y, right: x + frameWidth, bottom: y + frameHeight },
  };
}

function shape(cells: number, narrow: boolean): { readonly columns: number; readonly rows: number } {
  if (!narrow) return { columns: Math.max(1, Math.ceil(cells / 5)), rows: 5 };
  const columns = cells > 100 ? 20 : 10;
  return { columns, rows: Math.max(1, Math.ceil(cells / columns)) };
}

/** Where a unit's cell lies: a wide frame fills by columns, a tall one by rows. */
export function cellAt({ narrow, columns, rows, pitch, frame }: StockLayout, index: number): Point {
  const column = narrow ? index % columns : Math.floor(index / rows);
  const row = narrow ? Math.floor(index / columns) : index % rows;
  return { x: frame.x + PADDING + column * pitch, y: frame.y + PADDING + row * pitch };
}
