import { PATH, type Segment } from './path-layout.ts';
import type { Station } from './stations.ts';

/** One box of the path. */
export interface StationBoxProps {
  readonly station: Station;
  readonly segment: Segment;
  readonly narrow: boolean;
}

/** The name of a store or server, and its one figure. A narrow box leaves the unit out. */
export function StationBox({ station, segment, narrow }: StationBoxProps) {
  const { name, value, unit, hot, locked } = station;
  const x = segment.from + (narrow ? 8 : 12);
  return (
    <>
      <rect
        className="node"
        data-hot={hot}
        x={segment.from}
        y={PATH.middle - PATH.boxHeight / 2}
        width={segment.to - segment.from}
        height={PATH.boxHeight}
        rx={6}
      />
      <text className="node-name" x={x} y={PATH.middle - 9}>
        {narrow ? name.replace(' gate', '') : name}
      </text>
      <text className="node-value" x={x} y={PATH.middle + 17}>
        {value}
        {!narrow && (
          <tspan className="node-unit" dx={6}>
            {unit}
          </tspan>
        )}
      </text>
      {locked && <Padlock x={segment.to - 22} y={narrow ? PATH.middle + 2 : PATH.middle - 23} />}
    </>
  );
}

function Padlock({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x="1" y="6" width="12" height="9" rx="1.5" fill="var(--color-accent)" />
      <path d="M3.5 6V4a3.5 3.5 0 0 1 7 0v2" fill="none" stroke="var(--color-accent)" strokeWidth="1.75" />
    </g>
  );
}
