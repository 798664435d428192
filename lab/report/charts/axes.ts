import { element, type Child, type Element } from '../markup/element.ts';
import { axis, span } from '../words/figures.ts';
import { CHART, heightOf, steps } from './scale.ts';

/** `right` is where the plot ends; what is named there stands in the rest. */
export interface AxesOptions {
  readonly right: number;
  readonly max: number;
  readonly durationMs: number;
}

/** Horizontal lines with their values, and the time below. */
export function axes({ right, max, durationMs }: AxesOptions): Child[] {
  return [
    steps(max).map((value) => [
      element('path', { class: 'grid-line', d: `M${CHART.left} ${heightOf(value, max)}H${right}` }),
      durationMs > 0 && label(axis(Math.round(value * 100) / 100), heightOf(value, max)),
    ]),
    timeAxis({ right, durationMs }),
  ];
}

const label = (text: string, y: number): Child =>
  element('text', { x: CHART.left - 6, y: y + 4, 'text-anchor': 'end' }, text);

/** The start, the middle and the end of the run; nothing while there is none. */
export function timeAxis({ right, durationMs }: Omit<AxesOptions, 'max'>): Element[] {
  if (durationMs <= 0) return [];
  const y = CHART.height - 5;
  const seconds = durationMs >= 1000;
  const half = seconds ? (durationMs / 2000).toFixed(2) : String(Math.round(durationMs / 2));
  return [
    element('text', { x: CHART.left, y }, '0'),
    element('text', { x: (CHART.left + right) / 2, y, 'text-anchor': 'middle' }, half),
    element('text', { x: right, y, 'text-anchor': 'end' }, span(durationMs)),
  ];
}
