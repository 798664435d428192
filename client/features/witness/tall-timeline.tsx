import { count, span } from '../../lib/format.ts';
import { Arrow, Box, Line, Mark } from './drawing.tsx';
import { RowLane } from './row-lane.tsx';
import type { Lane } from './score.ts';
import { fit, textWidth } from './text-room.ts';
import { createTimeScale, placesOf, type Places } from './time-scale.ts';
import type { TimelineProps } from './wide-timeline.tsx';
import { timeWords } from './words.ts';

const TOP = 68;
const HEIGHT = 672;
const SIDE = 40;
const HALF = 30;

/** The height of the tall drawing, in its units. */
export const TALL_HEIGHT = HEIGHT;

/** Time runs downwards: A at the left, the stock's row in the middle, B at the right. */
export function TallTimeline({ score, width }: TimelineProps) {
  const scale = createTimeScale(score, HEIGHT - TOP);
  const places = placesOf(score, scale);
  const middle = width / 2;
  const sideB = width - SIDE;
  const y = (place: number): number => TOP + place;
  const staleFrom =
    score.stale.fromMs === score.a.commit.atMs ? places.a.commit : scale.at(score.stale.fromMs);
  return (
    <g>
      <Names score={score} width={width} />
      <Box
        className="wit-stale"
        axis="y"
        from={{ along: y(staleFrom), across: middle + HALF }}
        to={{ along: y(places.b.write), across: sideB }}
      />
      <RowLane
        score={score}
        scale={scale}
        places={places}
        axis="y"
        start={TOP}
        end={HEIGHT}
        middle={middle}
        half={HALF}
      />
      <BuyerLane lane={score.a} places={places.a} x={SIDE} middle={middle} />
      <BuyerLane lane={score.b} places={places.b} x={sideB} middle={middle} hot />
      <StaleWords
        words={span(score.stale.toMs - score.stale.fromMs)}
        x={(middle + HALF + sideB) / 2}
        y={(y(staleFrom) + y(places.b.write)) / 2}
      />
      <Flag at={y(places.b.write)} to={sideB} words={timeWords(score.b.write.atMs, score)} />
      <LaneMarks places={places.a} x={SIDE} />
      <LaneMarks places={places.b} x={sideB} hot />
    </g>
  );
}

function Names({ score, width }: TimelineProps) {
  const columns = [
    { x: SIDE, name: 'A', words: fit(score.a.buyerId, SIDE * 2, 12) },
    { x: width / 2, name: 'Stock', words: 'in Postgres' },
    { x: width - SIDE, name: 'B', words: fit(score.b.buyerId, SIDE * 2, 12) },
  ];
  return columns.map(({ x, name, words }) => (
    <g key={name}>
      <text className="wit-who" x={x} y="14" textAnchor="middle">
        {name}
      </text>
      <text x={x} y="32" textAnchor="middle">
        {words}
      </text>
    </g>
  ));
}

interface BuyerLaneProps {
  readonly lane: Lane;
  readonly places: Places;
  readonly x: number;
  readonly middle: number;
  readonly hot?: boolean;
}

function BuyerLane({ lane, places, x, middle, hot = false }: BuyerLaneProps) {
  const y = (place: number): number => TOP + place;
  const inwards = x < middle ? 1 : -1;
  const edge = middle - inwards * HALF;
  const anchor = inwards > 0 ? 'start' : 'end';
  const line = (className: string, from: number, to: number) =>
    to > from && (
      <Line className={className} axis="y" from={{ along: from, across: x }} to={{ along: to, across: x }} />
    );
  return (
    <g>
      {line('wit-lane', TOP, HEIGHT)}
      {line('wit-busy', y(places.read), y(places.check))}
      {line('wit-idle', y(places.check) + 12, y(places.write) - 10)}
      {line('wit-busy', y(places.write), y(places.commit))}
      <Arrow
        axis="y"
        from={{ along: y(places.read), across: edge }}
        to={{ along: y(places.read), across: x + inwards * 9 }}
      />
      <Arrow
        axis="y"
        hot={hot}
        from={{ along: y(places.commit), across: x + inwards * 14 }}
        to={{ along: y(places.commit), across: edge - inwards * 3 }}
      />
      <text className="wit-act" x={x + inwards * 14} y={y(places.read) - 8} textAnchor={anchor}>
        {`sees ${count(lane.read.value)}`}
      </text>
      <text
        className="wit-act"
        data-hot={hot}
        x={x + inwards * 18}
        y={hot ? y(places.commit) + 18 : y(places.write) - 12}
        textAnchor={anchor}
      >
        {lane.commit.action.replace('commits ', '')}
      </text>
    </g>
  );
}

function LaneMarks({
  places,
  x,
  hot = false,
}: {
  readonly places: Places;
  readonly x: number;
  readonly hot?: boolean;
}) {
  return (['read', 'check', 'write', 'commit'] as const).map((kind) => (
    <Mark
      key={kind}
      kind={kind}
      axis="y"
      at={{ along: TOP + places[kind], across: x }}
      hot={hot && (kind === 'write' || kind === 'commit')}
    />
  ));
}

function StaleWords({ words, x, y }: { readonly words: string; readonly x: number; readonly y: number }) {
  return (
    <g>
      <rect className="wit-ground" x={x - 38} y={y - 20} width="76" height="40" rx="3" />
      <text className="wit-act" data-hot="true" x={x} y={y - 3} textAnchor="middle">
        out of date
      </text>
      <text className="wit-act" data-hot="true" x={x} y={y + 13} textAnchor="middle">
        {words}
      </text>
    </g>
  );
}

function Flag({ at, to, words }: { readonly at: number; readonly to: number; readonly words: string }) {
  const breadth = Math.max(textWidth('goes wrong', 13), textWidth(words, 13)) + 20;
  return (
    <g>
      <path className="wit-fault" d={`M0 ${at}H${to - 8}`} />
      <rect className="wit-flag" x="0" y={at} width={breadth} height="44" rx="3" />
      <text className="wit-flag-text" x="10" y={at + 18}>
        {words}
      </text>
      <text className="wit-flag-text" x="10" y={at + 35}>
        goes wrong
      </text>
    </g>
  );
}
