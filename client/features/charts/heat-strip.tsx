import { timeAxis } from '../../../lab/report/charts/axes.ts';
import { Drawn } from '../../lib/drawn.tsx';
import { axis } from '../../lib/format.ts';
import type { Frame } from '../../lib/model.ts';
import { Chart } from './chart.tsx';
import { type HeatMap, heatMap } from './heat.ts';
import { CHART } from '../../../lab/report/charts/scale.ts';

/** The run, and the moment up to which it is shown. */
export interface HeatStripProps {
  readonly frames: readonly Frame[];
  readonly durationMs: number;
  readonly untilMs: number;
}

/** Room at the right end for the histogram. */
const SUMS = 40;

/** Every answer by time and latency, on a logarithmic scale, and all of them summed up at the right end. */
export function HeatStrip({ frames, durationMs, untilMs }: HeatStripProps) {
  const map = heatMap(frames, durationMs, untilMs);
  return (
    <Chart title="Every answer" rest="ms, denser is more" empty={map.most === 0}>
      {(width) => {
        const right = width - SUMS;
        return (
          <>
            <path className="grid-line" d={`M${CHART.left} ${CHART.height - CHART.bottom}H${width}`} />
            <Cells map={map} right={right} />
            <Drawn markup={timeAxis({ right, durationMs })} />
          </>
        );
      }}
    </Chart>
  );
}

function Cells({ map, right }: { readonly map: HeatMap; readonly right: number }) {
  const { rows, counts, sums, most } = map;
  const high = (CHART.height - CHART.top - CHART.bottom) / Math.max(rows.length, 1);
  const wide = (right - CHART.left) / counts.length;
  const y = (row: number): number => CHART.height - CHART.bottom - (row + 1) * high;
  const top = Math.max(1, ...sums);
  const every = rows.length > 12 ? 4 : 2;
  return (
    <>
      {rows.map((upToMs, row) => (
        <g key={upToMs}>
          {row % every === 1 && (
            <text x={CHART.left - 6} y={y(row) + 4} textAnchor="end">
              {axis(Number(upToMs.toPrecision(2)))}
            </text>
          )}
          <rect
            className="heat-sum"
            x={right + 4}
            y={y(row)}
            width={(34 * (sums[row] ?? 0)) / top}
            height={high - 0.75}
          />
        </g>
      ))}
      {counts.map((column, at) =>
        column.map((value, row) =>
          value === 0 ? null : (
            <rect
              key={`${at} ${row}`}
              className="heat"
              x={CHART.left + at * wide}
              y={y(row)}
              width={wide - 0.75}
              height={high - 0.75}
              opacity={(0.14 + 0.86 * Math.sqrt(value / most)).toFixed(2)}
            />
          ),
        ),
      )}
    </>
  );
}
