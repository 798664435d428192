import { count } from '../../lib/format.ts';
import type { StockLayout } from './layout.ts';

/** A mark under the frame. */
export interface Tick {
  readonly x: number;
  /** The middle of its text: beside the mark where the picture ends. */
  readonly textX: number;
  readonly text: string;
  /** `stock` is the wall itself, `beyond` lies outside of it. */
  readonly kind: 'inside' | 'stock' | 'beyond';
}

/** Where the scale under a wide frame lies, and where its dotted part ends. */
export const RULER = { line: 7, tick: 5, text: 23, height: 28 } as const;

/** At most this wide is a character of 12 px; and so far apart are two texts at least. */
const CHARACTER = 7.2;
const APART = 8;

/** Marks between two walls, when there is room for all of them. */
const PARTS = 5;

/** From one mark to the next at least, in the picture. */
const STEP_MIN = 44;

/** A scale that goes on past the stock, to where the picture ends: to stay empty there is the success. The wall has its text first; a mark whose text would touch another is left out. */
export function ticks(stock: number, layout: StockLayout): readonly Tick[] {
  const wall = placed(stock, stock, layout);
  const unitWidth = layout.pitch / layout.unit / layout.rows;
  const step = roundStep(Math.max(stock / PARTS, STEP_MIN / unitWidth));
  const marks = [wall];
  for (let value = 0; ; value += step) {
    const mark = placed(value, stock, layout);
    if (edges(mark).to > layout.width) break;
    if (marks.every((other) => areApart(mark, other))) marks.push(mark);
  }
  return marks.toSorted((a, b) => a.x - b.x);
}

/** The least of 1, 2, 5, 10, 20 ... that is no less. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

function placed(value: number, stock: number, { frame, pitch, unit, rows }: StockLayout): Tick {
  const columns = (units: number): number => units / unit / rows;
  const kind = value < stock ? 'inside' : value === stock ? 'stock' : 'beyond';
  const x = {
    inside: value === 0 ? frame.x : frame.x + 3 + columns(value) * pitch,
    stock: frame.right,
    beyond: frame.right + pitch * (0.3 + columns(value - stock) * 1.14),
  }[kind];
  const text = kind === 'stock' ? `${count(value)} in stock` : count(value);
  return { x, textX: Math.max(x, frame.x + widthOf(text) / 2), text, kind };
}

const widthOf = (text: string): number => text.length * CHARACTER;

/** From where to where a text reaches. */
function edges({ textX, text }: Tick): { readonly from: number; readonly to: number } {
  const half = widthOf(text) / 2;
  return { from: textX - half, to: textX + half };
}

function areApart(one: Tick, other: Tick): boolean {
  const [a, b] = [edges(one), edges(other)];
  return a.to + APART <= b.from || b.to + APART <= a.from;
}
