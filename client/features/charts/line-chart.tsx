import { Chart } from './chart.tsx';
import { Axes } from './axes.tsx';
import { CHART, heightOf, niceMax, spread } from './scale.ts';
import { peak, type Sample } from './series.ts';

/** `main` is the accent, `dashed` grey, `ink` the tail. */
export interface Line {
  readonly name: string;
  readonly tone: 'main' | 'dashed' | 'ink';
  readonly samples: readonly Sample[];
}

/** Several series over the time of a run. The axes fit the whole run; the lines end at `untilMs`. */
export interface LineChartProps {
  readonly title: string;
  readonly rest: string;
  readonly lines: readonly Line[];
  readonly durationMs: number;
  readonly untilMs: number;
}

/** Room at the right end for the names of the series. */
const NAMES = 56;

/** A line chart whose series are named at their ends. */
export function LineChart({ title, rest, lines, durationMs, untilMs }: LineChartProps) {
  const max = niceMax(peak(lines.map(({ samples }) => samples)));
  const drawn = lines.map((line) => ({
    ...line,
    samples: line.samples.filter(({ atMs }) => atMs <= untilMs),
  }));
  const empty = drawn.every(({ samples }) => samples.length === 0);
  return (
    <Chart title={title} rest={rest} empty={empty}>
      {(width) => {
        const right = width - NAMES;
        const x = (atMs: number): number =>
          CHART.left + ((right - CHART.left) * atMs) / Math.max(durationMs, 1);
        return (
          <>
            <Axes right={right} max={max} durationMs={durationMs} />
            {drawn.map(({ name, tone, samples }) => (
              <path
                key={name}
                className="series"
                data-tone={tone}
                d={samples
                  .map(
                    ({ atMs, value }, i) =>
                      `${i ? 'L' : 'M'}${x(atMs).toFixed(1)} ${heightOf(value, max).toFixed(1)}`,
                  )
                  .join('')}
              />
            ))}
            <Names lines={drawn} max={max} x={x} />
          </>
        );
      }}
    </Chart>
  );
}

interface NamesProps {
  readonly lines: readonly Line[];
  readonly max: number;
  readonly x: (atMs: number) => number;
}

function Names({ lines, max, x }: NamesProps) {
  const ends = lines.flatMap(({ name, tone, samples }) => {
    const last = samples.at(-1);
    return last === undefined ? [] : [{ name, tone, x: x(last.atMs) + 5, y: heightOf(last.value, max) }];
  });
  const places = spread(
    ends.map(({ y }) => y),
    13,
    CHART.height - CHART.bottom,
  );
  return ends.map(({ name, tone, x: left, y }, index) => (
    <text key={name} className="series-name" data-tone={tone} x={left} y={(places[index] ?? y) + 4}>
      {name}
    </text>
  ));
}
