import { element, type Element } from '../markup/element.ts';
import { count, plural } from '../words/figures.ts';
import { type Axis, box, pointOf, words } from './drawing.ts';
import { salesWithin, type Score, type Segment } from './score.ts';
import type { Places, TimeScale } from './time-scale.ts';

/** `start` is where time begins, `end` where the drawing ends, `middle` the lane, `half` half of its breadth. */
export interface RowLaneOptions {
  readonly score: Score;
  readonly scale: TimeScale;
  readonly places: { readonly a: Places; readonly b: Places };
  readonly axis: Axis;
  readonly start: number;
  readonly end: number;
  readonly middle: number;
  readonly half: number;
}

/** What stood in the stock's row, as everybody could see it. */
export function rowLane({ score, scale, places, start, end, ...lane }: RowLaneOptions): Element {
  const { cut } = scale;
  const edges = edgesOf(score, scale, places);
  const cutSales = cut === null ? 0 : salesWithin(score, cut);
  return element(
    'g',
    {},
    score.row.map((segment, index) => {
      if (cut !== null && segment.fromMs > cut.fromMs && segment.toMs <= cut.toMs) return null;
      const from = start + (edges[index] ?? 0);
      const to = Math.min(end, start + (edges[index + 1] ?? Infinity));
      return to - from < 3 ? null : rowBox(segment, { ...lane, from, to });
    }),
    cut !== null &&
      cutSales > 1 &&
      cutBox(plural(cutSales, 'sale'), {
        ...lane,
        from: start + scale.at(cut.fromMs),
        to: start + scale.at(cut.toMs),
      }),
  );
}

interface BoxOnRow {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly half: number;
}

function rowBox({ value, tone }: Segment, place: BoxOnRow): Element[] {
  const { axis, from, to, middle } = place;
  const text = count(value);
  const { x, y } = pointOf({ along: (from + to) / 2, across: middle }, axis);
  const fits = to - from > (axis === 'x' ? 12 + text.length * 11 : 22);
  const number = words(text, { className: 'wit-value', tone, x, y: y + 6, anchor: 'middle' });
  return [plainBox(tone, place), ...(fits ? [number] : [])];
}

/** The part of the row whose time is cut short: how many sales went by in it. */
function cutBox(text: string, place: BoxOnRow): Element[] {
  const { axis, from, to, middle } = place;
  const { x, y } = pointOf({ along: (from + to) / 2, across: middle }, axis);
  return [plainBox('cut', place), words(text, { className: 'wit-act', x, y: y + 4, anchor: 'middle' })];
}

function plainBox(tone: string, { axis, from, to, middle, half }: BoxOnRow): Element {
  return box({
    className: 'wit-row',
    tone,
    axis,
    from: { along: from + 1, across: middle - half },
    to: { along: to - 1, across: middle + half },
  });
}

/** Where each segment begins: at the mark of the commit that made it, where A or B did. */
function edgesOf({ row, a, b }: Score, scale: TimeScale, places: RowLaneOptions['places']): number[] {
  let last = 0;
  return row.map(({ fromMs }) => {
    const place =
      fromMs === b.commit.atMs
        ? places.b.commit
        : fromMs === a.commit.atMs
          ? places.a.commit
          : scale.at(fromMs);
    return (last = Math.max(last, place));
  });
}
