import { axis, span } from '../../lib/format.ts';
import { CHART, heightOf, steps } from './scale.ts';

/** `right` is where the plot ends; what is named there stands in the rest. */
export interface AxesProps {
  readonly right: number;
  readonly max: number;
  readonly durationMs: number;
}

/** Horizontal lines with their values, and the time below. */
export function Axes({ right, max, durationMs }: AxesProps) {
  return (
    <>
      {steps(max).map((value) => (
        <g key={value}>
          <path className="grid-line" d={`M${CHART.left} ${heightOf(value, max)}H${right}`} />
          {durationMs > 0 && (
            <text x={CHART.left - 6} y={heightOf(value, max) + 4} textAnchor="end">
              {axis(Math.round(value * 100) / 100)}
            </text>
          )}
        </g>
      ))}
      <TimeAxis right={right} durationMs={durationMs} />
    </>
  );
}

/** The start, the middle and the end of the run; nothing while there is none. */
export function TimeAxis({ right, durationMs }: Omit<AxesProps, 'max'>) {
  if (durationMs <= 0) return null;
  const y = CHART.height - 5;
  const seconds = durationMs >= 1000;
  const half = seconds ? (durationMs / 2000).toFixed(2) : String(Math.round(durationMs / 2));
  return (
    <>
      <text x={CHART.left} y={y}>
        0
      </text>
      <text x={(CHART.left + right) / 2} y={y} textAnchor="middle">
        {half}
      </text>
      <text x={right} y={y} textAnchor="end">
        {span(durationMs)}
      </text>
    </>
  );
}
