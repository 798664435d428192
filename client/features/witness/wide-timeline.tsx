import { count, span } from '../../lib/format.ts';
import { Arrow, Box, Line, Mark } from './drawing.tsx';
import { RowLane } from './row-lane.tsx';
import type { Lane, Score } from './score.ts';
import { createTimeScale, placesOf, ticksOf, type Places } from './time-scale.ts';
import { fit, textWidth } from './text-room.ts';
import { deed, timeWords } from './words.ts';

const LEFT = 104;
const TOP = 84;
const MIDDLE = 222;
const BOTTOM = 360;
const HALF = 26;
const AXIS = 440;
const HEIGHT = 448;
const TICKS_APART = 76;
/** From here on a check has words of its own. */
const CHECK_APART = 130;

/** The timeline across the page; `width` in the drawing's units. */
export interface TimelineProps {
  readonly score: Score;
  readonly width: number;
}

/** The height of the wide drawing, in its units. */
export const WIDE_HEIGHT = HEIGHT;

/** Time runs to the right: A above, the stock's row between, B below. */
export function WideTimeline({ score, width }: TimelineProps) {
  const scale = createTimeScale(score, width - LEFT);
  const places = placesOf(score, scale);
  const x = (place: number): number => LEFT + place;
  const staleFrom =
    score.stale.fromMs === score.a.commit.atMs ? places.a.commit : scale.at(score.stale.fromMs);
  return (
    <g>
      <TimeAxis score={score} width={width} />
      <Box
        className="wit-stale"
        axis="x"
        from={{ along: x(staleFrom), across: MIDDLE + HALF }}
        to={{ along: x(places.b.write), across: BOTTOM }}
      />
      <RowLane
        score={score}
        scale={scale}
        places={places}
        axis="x"
        start={LEFT}
        end={width}
        middle={MIDDLE}
        half={HALF}
      />
      <Names score={score} />
      <BuyerLane lane={score.a} places={places.a} y={TOP} width={width} />
      <BuyerLane lane={score.b} places={places.b} y={BOTTOM} width={width} hot />
      <StaleWords score={score} from={x(staleFrom)} to={x(places.b.write)} width={width} />
      <Flag at={x(places.b.write)} words={`${timeWords(score.b.write.atMs, score)}: here it goes wrong`} />
      <LaneMarks places={places.a} y={TOP} />
      <LaneMarks places={places.b} y={BOTTOM} hot />
    </g>
  );
}

function Names({ score }: { readonly score: Score }) {
  const rows = [
    { y: TOP, name: 'A', words: score.a.buyerId },
    { y: MIDDLE, name: 'Stock', words: 'in Postgres' },
    { y: BOTTOM, name: 'B', words: score.b.buyerId },
  ];
  return rows.map(({ y, name, words }) => (
    <g key={name}>
      <text className="wit-who" y={y - 2}>
        {name}
      </text>
      <text y={y + 16}>{fit(words, LEFT - 12, 12)}</text>
    </g>
  ));
}

interface BuyerLaneProps {
  readonly lane: Lane;
  readonly places: Places;
  readonly y: number;
  readonly width: number;
  readonly hot?: boolean;
}

/** One buyer: the line, its arrows from and to the row, and the words. */
function BuyerLane({ lane, places, y, width, hot = false }: BuyerLaneProps) {
  const x = (place: number): number => LEFT + place;
  const down = y < MIDDLE ? 1 : -1;
  const edge = MIDDLE - down * HALF;
  const line = (className: string, from: number, to: number) =>
    to > from && (
      <Line className={className} axis="x" from={{ along: from, across: y }} to={{ along: to, across: y }} />
    );
  return (
    <g>
      {line('wit-lane', LEFT, width)}
      {line('wit-busy', x(places.read), x(places.check))}
      {line('wit-idle', x(places.check) + 12, x(places.write) - 10)}
      {line('wit-busy', x(places.write), x(places.commit))}
      <Arrow
        axis="x"
        from={{ along: x(places.read), across: edge }}
        to={{ along: x(places.read), across: y + down * 9 }}
      />
      <Arrow
        axis="x"
        hot={hot}
        from={{ along: x(places.commit), across: y + down * 14 }}
        to={{ along: x(places.commit), across: edge - down * 3 }}
      />
      <LaneWords lane={lane} places={places} y={y} hot={hot} width={width} />
    </g>
  );
}

/** What it saw, how long it waited, what it did. Words that find no room are left to the table of steps. */
function LaneWords({ lane, places, y, hot = false, width }: BuyerLaneProps) {
  const above = y < MIDDLE;
  const [first, second, between] = above ? [y - 34, y - 18, y - 12] : [y + 30, y + 46, y + 18];
  const apart = places.check - places.read > CHECK_APART;
  const reads = [apart ? 'reads' : 'reads, checks', `sees ${count(lane.read.value)}`] as const;
  const writes = [deed(lane.write.action), lane.commit.action.replace('commits ', '')] as const;
  const readX = LEFT + places.read - 6;
  const writesWidth = Math.max(...writes.map((words) => textWidth(words, 13)));
  const checkWidth = apart ? textWidth('check passes', 13) : 0;
  const checkX = LEFT + places.check - checkWidth / 2;
  const readEnd = apart ? checkX + checkWidth : readX + textWidth(reads[0], 13);
  const ends = Math.min(width, LEFT + places.commit + (hot ? 40 : 6));
  const writeX = Math.max(ends - writesWidth, readEnd + 14);
  const wait = hot
    ? `still believes ${count(lane.read.value)}`
    : `waits ${span(lane.write.atMs - lane.check.atMs)}`;
  const from = Math.max(LEFT + places.check + 14, readEnd + 8);
  const to = Math.min(LEFT + places.write - 12, writeX - 8);
  return (
    <g>
      <Words lines={reads} x={readX} ys={[first, second]} />
      {apart && (
        <text className="wit-act" x={checkX} y={second}>
          check passes
        </text>
      )}
      <Words lines={writes} x={writeX} ys={[first, second]} hot={hot} />
      {to - from > textWidth(wait, 13) && (
        <text className="wit-act" x={(from + to) / 2} y={between} textAnchor="middle">
          {wait}
        </text>
      )}
    </g>
  );
}

interface WordsProps {
  readonly lines: readonly [string, string];
  readonly x: number;
  readonly ys: readonly [number, number];
  readonly hot?: boolean;
}

function Words({ lines, x, ys, hot = false }: WordsProps) {
  return lines.map((line, index) => (
    <text key={line} className="wit-act" data-hot={hot} data-strong={index === 1 && !hot} x={x} y={ys[index]}>
      {line}
    </text>
  ));
}

function LaneMarks({
  places,
  y,
  hot = false,
}: {
  readonly places: Places;
  readonly y: number;
  readonly hot?: boolean;
}) {
  return (['read', 'check', 'write', 'commit'] as const).map((kind) => (
    <Mark
      key={kind}
      kind={kind}
      axis="x"
      at={{ along: LEFT + places[kind], across: y }}
      hot={hot && (kind === 'write' || kind === 'commit')}
    />
  ));
}

function StaleWords(props: {
  readonly score: Score;
  readonly from: number;
  readonly to: number;
  readonly width: number;
}) {
  const { score, from, to, width } = props;
  const words = `out of date, ${span(score.stale.toMs - score.stale.fromMs)}`;
  const half = textWidth(words, 13) / 2 + 12;
  const x = Math.min(Math.max((from + to) / 2, LEFT + half), width - half);
  const y = (MIDDLE + HALF + BOTTOM) / 2;
  return (
    <g>
      <rect className="wit-ground" x={x - half} y={y - 13} width={half * 2} height="26" rx="3" />
      <text className="wit-act" data-hot="true" x={x} y={y + 5} textAnchor="middle">
        {words}
      </text>
    </g>
  );
}

/** Where it goes wrong: on the side of its line that has the room. */
function Flag({ at, words }: { readonly at: number; readonly words: string }) {
  const breadth = textWidth(words, 13) + 24;
  const left = at - breadth < LEFT ? at : at - breadth;
  return (
    <g>
      <path className="wit-fault" d={`M${at} 30V${BOTTOM - 8}`} />
      <rect className="wit-flag" x={left} y="6" width={breadth} height="26" rx="3" />
      <text className="wit-flag-text" x={left + breadth / 2} y="23.5" textAnchor="middle">
        {words}
      </text>
    </g>
  );
}

function TimeAxis({ score, width }: TimelineProps) {
  const scale = createTimeScale(score, width - LEFT);
  const ticks = ticksOf(scale, score.endMs, TICKS_APART);
  return (
    <g>
      {ticks.map((ms, index) => (
        <g key={ms}>
          <path className="tick" d={`M${LEFT + scale.at(ms)} ${AXIS - 22}v5`} />
          <text x={LEFT + scale.at(ms)} y={AXIS} textAnchor={index === 0 ? 'start' : 'middle'}>
            {Number(ms.toFixed(3))}
            {index === ticks.length - 1 ? ' ms' : ''}
          </text>
        </g>
      ))}
      {scale.cut !== null && (
        <text
          className="wit-act"
          x={LEFT + scale.at((scale.cut.fromMs + scale.cut.toMs) / 2)}
          y={AXIS}
          textAnchor="middle"
        >
          {`${span(scale.cut.toMs - scale.cut.fromMs)}, cut short`}
        </text>
      )}
    </g>
  );
}
