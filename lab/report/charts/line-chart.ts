import { element, type Element } from '../markup/element.ts';
import { axes } from './axes.ts';
import { CHART, heightOf, niceMax, spread } from './scale.ts';

/** A value at a moment of the run. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** `main` is the accent, `dashed` grey, `ink` the tail. */
export interface Line {
  readonly name: string;
  readonly tone: 'main' | 'dashed' | 'ink';
  readonly samples: readonly Sample[];
}

/** Several series over the time of a run, `width` in the drawing's units; the axis ends at a round number from `most` on. */
export interface LineChartOptions {
  readonly lines: readonly Line[];
  readonly most: number;
  readonly durationMs: number;
  readonly width: number;
}

/** Room at the right end for the names of the series. */
const NAMES = 56;

/** A line chart whose series are named at their ends. */
export function lineChart({ lines, most, durationMs, width }: LineChartOptions): Element {
  const max = niceMax(most);
  const right = width - NAMES;
  const x = (atMs: number): number => CHART.left + ((right - CHART.left) * atMs) / Math.max(durationMs, 1);
  const path = (samples: readonly Sample[]): string =>
    samples
      .map(({ atMs, value }, i) => `${i ? 'L' : 'M'}${x(atMs).toFixed(1)} ${heightOf(value, max).toFixed(1)}`)
      .join('');
  return element(
    'g',
    {},
    axes({ right, max, durationMs }),
    lines.map(({ tone, samples }) =>
      element('path', { class: 'series', 'data-tone': tone, d: path(samples) }),
    ),
    names(lines, { max, x }),
  );
}

interface Plot {
  readonly max: number;
  readonly x: (atMs: number) => number;
}

function names(lines: readonly Line[], { max, x }: Plot): Element[] {
  const ends = lines.flatMap(({ name, tone, samples }) => {
    const last = samples.at(-1);
    return last === undefined ? [] : [{ name, tone, x: x(last.atMs) + 5, y: heightOf(last.value, max) }];
  });
  const places = spread(
    ends.map(({ y }) => y),
    13,
    CHART.height - CHART.bottom,
  );
  return ends.map(({ name, tone, x: left, y }, index) =>
    element('text', { class: 'series-name', 'data-tone': tone, x: left, y: (places[index] ?? y) + 4 }, name),
  );
}
