import type { CSSProperties } from 'react';
import { dotsShown, PATH, type PathLayout, ringsShown, type Segment } from './path-layout.ts';
import type { Wire } from './stations.ts';

/** How long a dot takes for a wire. */
const TRAVEL_MS = 1100;

/** About the width of a letter of the notes. */
const LETTER = 6.8;

/** `advance` changes when somebody was answered: the line moves up one place then. */
export interface WireLineProps {
  readonly wire: Wire;
  readonly segment: Segment;
  readonly layout: PathLayout;
  readonly advance: number;
}

/** The wire between two boxes: rings in line at its end, dots on their way to them. */
export function WireLine({ wire, segment, layout, advance }: WireLineProps) {
  const { from, to } = segment;
  const { narrow, ringPitch } = layout;
  const rings = ringsShown(wire.waiting, segment, ringPitch);
  const free = { from: from + 5, to: to - 10 - rings * ringPitch };
  const length = free.to - free.from;
  const dots = length < 12 ? 0 : dotsShown(wire.moving, free);
  const style = (index: number): CSSProperties => ({
    '--run': `${length}px`,
    animationDelay: `${(-TRAVEL_MS * index) / dots}ms`,
  });
  const fits = (note: string): boolean => note.length * LETTER <= to - from;
  const note = fits(wire.note) ? wire.note : shortened(wire.note);
  // Beside the boxes, unless there is no room: below them a note may be wider than its wire.
  const y = narrow || !fits(note) ? 47 : wire.waiting > 0 ? 28 : -10;
  return (
    <>
      <path className="wire" d={`M${from} ${PATH.middle}H${to}`} />
      <path className="wire" d={`M${to - 6} ${PATH.middle - 4}l6 4-6 4`} />
      {Array.from({ length: dots }, (_, index) => (
        <g
          key={index}
          transform={`translate(${(length * (index + 0.5)) / dots} 0)`}
          className="motion-safe:transform-none"
        >
          <circle className="dot" cx={free.from} cy={PATH.middle} r={3.5} style={style(index)} />
        </g>
      ))}
      <g key={rings > 0 ? advance : 0} className="advance">
        {Array.from({ length: rings }, (_, index) => (
          <circle key={index} className="ring" cx={to - 12 - index * ringPitch} cy={PATH.middle} r={4} />
        ))}
      </g>
      <text x={(from + to) / 2} y={PATH.middle + y} textAnchor="middle">
        {note}
      </text>
    </>
  );
}

/** "80 wait for a connection" -> "80 wait", where there is no room for more. */
function shortened(note: string): string {
  return note.split(' ').slice(0, 2).join(' ').replace(/,$/, '');
}
