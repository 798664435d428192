import { count } from '../../lib/format.ts';
import type { StockLayout } from './layout.ts';

/** A mark under the frame. */
export interface Tick {
  readonly x: number;
  readonly text: string;
  /** `stock` is the wall itself, `beyond` lies outside of it. */
  readonly kind: 'inside' | 'stock' | 'beyond';
}

/** Where the scale under a wide frame lies, and where its dotted part ends. */
export const RULER = { line: 7, tick: 5, text: 23, height: 28 } as const;

/** A scale that goes on past the stock: to stay empty there is the success. */
export function ticks(stock: number, layout: StockLayout): readonly Tick[] {
  const { frame, pitch, unit, width, rows } = layout;
  const step = stock % 5 === 0 ? stock / 5 : stock;
  const marks: Tick[] = [];
  for (let value = 0; value <= stock * 1.5; value += step) {
    const columns = value / unit / rows;
    const over = (value - stock) / unit / rows;
    const inside = value === 0 ? frame.x : frame.x + 5 + columns * pitch - 2;
    const x =
      value < stock ? inside : value === stock ? frame.right : frame.right + pitch * (0.3 + over * 1.14);
    if (x > width - 12) break;
    const kind = value < stock ? 'inside' : value === stock ? 'stock' : 'beyond';
    marks.push({ x, kind, text: kind === 'stock' ? `${count(value)} in stock` : count(value) });
    if (step === 0) break;
  }
  return marks;
}
