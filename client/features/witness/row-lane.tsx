import { count, plural } from '../../lib/format.ts';
import { Box, pointOf, type Axis } from './drawing.tsx';
import { salesWithin, type Score, type Segment } from './score.ts';
import type { Places, TimeScale } from './time-scale.ts';

/** `start` is where time begins, `end` where the drawing ends, `middle` the lane, `half` half of its breadth. */
export interface RowLaneProps {
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
export function RowLane({ score, scale, places, axis, start, end, middle, half }: RowLaneProps) {
  const { cut } = scale;
  const edges = edgesOf(score, scale, places);
  const cutSales = cut === null ? 0 : salesWithin(score, cut);
  return (
    <g>
      {score.row.map((segment, index) => {
        if (cut !== null && segment.fromMs > cut.fromMs && segment.toMs <= cut.toMs) return null;
        const from = start + (edges[index] ?? 0);
        const to = Math.min(end, start + (edges[index + 1] ?? Infinity));
        return to - from < 3 ? null : (
          <RowBox key={index} segment={segment} axis={axis} from={from} to={to} middle={middle} half={half} />
        );
      })}
      {cut !== null && cutSales > 1 && (
        <Cut
          axis={axis}
          from={start + scale.at(cut.fromMs)}
          to={start + scale.at(cut.toMs)}
          middle={middle}
          half={half}
          words={plural(cutSales, 'sale')}
        />
      )}
    </g>
  );
}

interface BoxOnRow {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly half: number;
}

function RowBox({ segment, axis, from, to, middle, half }: BoxOnRow & { readonly segment: Segment }) {
  const words = count(segment.value);
  const { x, y } = pointOf({ along: (from + to) / 2, across: middle }, axis);
  const fits = to - from > (axis === 'x' ? 12 + words.length * 11 : 22);
  return (
    <>
      <Box
        className="wit-row"
        tone={segment.tone}
        axis={axis}
        from={{ along: from + 1, across: middle - half }}
        to={{ along: to - 1, across: middle + half }}
      />
      {fits && (
        <text className="wit-value" data-tone={segment.tone} x={x} y={y + 6} textAnchor="middle">
          {words}
        </text>
      )}
    </>
  );
}

/** The part of the row whose time is cut short: how many sales went by in it. */
function Cut({ axis, from, to, middle, half, words }: BoxOnRow & { readonly words: string }) {
  const { x, y } = pointOf({ along: (from + to) / 2, across: middle }, axis);
  return (
    <>
      <Box
        className="wit-row"
        tone="cut"
        axis={axis}
        from={{ along: from + 1, across: middle - half }}
        to={{ along: to - 1, across: middle + half }}
      />
      <text className="wit-act" x={x} y={y + 4} textAnchor="middle">
        {words}
      </text>
    </>
  );
}

/** Where each segment begins: at the mark of the commit that made it, where A or B did. */
function edgesOf({ row, a, b }: Score, scale: TimeScale, places: RowLaneProps['places']): number[] {
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
