import { lineChart, type Line } from '../../../lab/report/charts/line-chart.ts';
import { Drawn } from '../../lib/drawn.tsx';
import { Chart } from './chart.tsx';
import { peak } from './series.ts';

/** Several series over the time of a run. The axes fit the whole run; the lines end at `untilMs`. */
export interface LineChartProps {
  readonly title: string;
  readonly rest: string;
  readonly lines: readonly Line[];
  readonly durationMs: number;
  readonly untilMs: number;
}

/** A line chart whose series are named at their ends. */
export function LineChart({ title, rest, lines, durationMs, untilMs }: LineChartProps) {
  const most = peak(lines.map(({ samples }) => samples));
  const drawn = lines.map((line) => ({
    ...line,
    samples: line.samples.filter(({ atMs }) => atMs <= untilMs),
  }));
  const empty = drawn.every(({ samples }) => samples.length === 0);
  return (
    <Chart title={title} rest={rest} empty={empty}>
      {(width) => <Drawn markup={lineChart({ lines: drawn, most, durationMs, width })} />}
    </Chart>
  );
}
