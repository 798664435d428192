import { element, type Child, type Element } from '../markup/element.ts';
import { axis } from '../words/figures.ts';
import { CHART, heightOf, niceMax, steps } from './scale.ts';

/** Answers slower than the bucket before and not slower than `upToMs`, in steps of half an octave. */
export interface Bucket {
  readonly upToMs: number;
  readonly count: number;
}

/** Buckets that are named below the chart, at most. */
const NAMED_MAX = 6;
const GAP = 1;

/** How many answers took how long; each bucket is as broad as the others, for they are steps of a logarithmic scale. */
export function histogramChart(histogram: readonly Bucket[], width: number): Element {
  const buckets = filled(histogram);
  const max = niceMax(Math.max(0, ...buckets.map(({ count }) => count)));
  const broad = (width - CHART.left) / Math.max(1, buckets.length);
  const every = Math.ceil(buckets.length / NAMED_MAX);
  return element(
    'g',
    {},
    steps(max).map((value) => grid(value, { max, width })),
    buckets.map(({ upToMs, count }, at) => {
      const y = heightOf(count, max);
      const x = CHART.left + at * broad;
      const bar = { x, y, width: Math.max(1, broad - GAP), height: CHART.height - CHART.bottom - y };
      return [
        element('rect', { class: 'bar', ...bar }),
        at % every === 0 &&
          element(
            'text',
            { x: x + broad / 2, y: CHART.height - 5, 'text-anchor': 'middle' },
            axis(Number(upToMs.toPrecision(2))),
          ),
      ];
    }),
  );
}

/** From the first bucket that holds an answer to the last, those that hold none between them included. */
function filled(histogram: readonly Bucket[]): readonly Bucket[] {
  const counts = new Map(histogram.map(({ upToMs, count }) => [placeOf(upToMs), count]));
  const places = histogram.filter(({ count }) => count > 0).map(({ upToMs }) => placeOf(upToMs));
  if (places.length === 0) return [];
  const first = Math.min(...places);
  return Array.from({ length: Math.max(...places) - first + 1 }, (_, at) => {
    return { upToMs: 2 ** ((first + at) / 2), count: counts.get(first + at) ?? 0 };
  });
}

/** Buckets end at half octaves of a millisecond. */
const placeOf = (upToMs: number): number => Math.round(Math.log2(upToMs) * 2);

function grid(value: number, { max, width }: { readonly max: number; readonly width: number }): Child[] {
  const y = heightOf(value, max);
  const line = element('path', { class: 'grid-line', d: `M${CHART.left} ${y}H${width}` });
  return [
    line,
    element('text', { x: CHART.left - 6, y: y + 4, 'text-anchor': 'end' }, axis(Math.round(value))),
  ];
}
