import { useEffect, useState } from 'react';
import { count } from '../../lib/format.ts';
import type { StockLayout } from './layout.ts';
import { type Spill, type SpilledCell, spilledCells } from './spill.ts';

/** From one unit's flight to the next. */
const BETWEEN_MS = 16;

/** Numbers are left out of cells smaller than this. */
const NUMBERED_SIDE = 17;

/** What lies outside of the frame. */
export interface SpilledUnitsProps {
  readonly layout: StockLayout;
  readonly stock: number;
  readonly spill: Spill;
}

/** Units sold beyond the stock. Each flies out of the frame once, when it is sold, and then stays. */
export function SpilledUnits({ layout, stock, spill }: SpilledUnitsProps) {
  const [landed, setLanded] = useState(0);
  useEffect(() => setLanded(spill.shown), [spill.shown]);
  const { frame, width, narrow, pitch, columns } = layout;
  const below = frame.bottom + pitch * (0.45 + Math.ceil(spill.shown / columns) * 1.12);
  return (
    <>
      {spilledCells(spill.shown, layout).map((cell) => (
        <SpilledUnit
          key={cell.index}
          cell={cell}
          layout={layout}
          number={layout.unit === 1 ? stock + 1 + cell.index : null}
          delayMs={Math.max(0, cell.index - landed) * BETWEEN_MS}
        />
      ))}
      {spill.more > 0 && (
        <text
          className="over"
          x={narrow ? frame.right : width}
          y={narrow ? below + 2 : frame.y - 6}
          textAnchor="end"
        >
          +{count(spill.more)} more
        </text>
      )}
    </>
  );
}

interface SpilledUnitProps {
  readonly cell: SpilledCell;
  readonly layout: StockLayout;
  readonly number: number | null;
  readonly delayMs: number;
}

function SpilledUnit({ cell, layout, number, delayMs }: SpilledUnitProps) {
  const [delay] = useState(delayMs); // its flight has begun: a later frame must not start it again
  const { side } = layout;
  const flight = {
    '--from-x': `${cell.from.x}px`,
    '--from-y': `${cell.from.y}px`,
    animationDelay: `${delay}ms`,
  };
  const digits = number === null ? 0 : String(number).length;
  return (
    <g transform={`translate(${cell.x} ${cell.y})`}>
      <g className="spill" style={flight}>
        <g transform={`rotate(${cell.tilt} ${side / 2} ${side / 2})`}>
          <rect width={side} height={side} rx={2} />
          {number !== null && side >= NUMBERED_SIDE + (digits - 3) * 6 && (
            <text
              x={side / 2}
              y={side / 2 + side * 0.15}
              style={{ fontSize: `${Math.min(14, (side * 1.3) / digits)}px` }}
            >
              {number}
            </text>
          )}
        </g>
      </g>
    </g>
  );
}
