import type { StrategyResult } from '../../../sdk/index.ts';
import { element, type Element } from '../markup/element.ts';
import type { LogScale } from './log-scale.ts';
import type { TimeShare } from './time-shares.ts';

const percent = (value: number): string => `${value}%`;

/** A vertical line at a value of a scale. */
function upright(className: string, at: number, [y1, y2]: readonly [number, number]): Element {
  return element('line', { class: className, x1: percent(at), x2: percent(at), y1, y2 });
}

function range(className: string, from: number, to: number): Element {
  return element('line', { class: className, x1: percent(from), x2: percent(to), y1: 12, y2: 12 });
}

/** The round values of a scale, over the whole height of a row. */
const scaleLines = (scale: LogScale): Element[] =>
  scale.lines.map((value) => upright('grid-line', scale.at(value), [-11, 35]));

/** Durable orders per second: the median is a line, its interval a bar. Dashed where it ranks nothing. */
export function rateBar({ ordersPerSecond: rate, verdict }: StrategyResult, scale: LogScale): Element[] {
  if (rate === null) return scaleLines(scale);
  const bar = element(
    'g',
    { class: 'rate', 'data-verdict': verdict },
    range('rate-range', scale.at(rate.low), scale.at(rate.high)),
    upright('rate-median', scale.at(rate.median), [2, 22]),
  );
  return [...scaleLines(scale), bar];
}

/** Latency: the dot is p50, the bar at the right end p99. */
export function latencyBar({ p50Ms, p99Ms }: StrategyResult, scale: LogScale): Element[] {
  if (p50Ms === null || p99Ms === null) return scaleLines(scale);
  return [
    ...scaleLines(scale),
    range('latency-range', scale.at(p50Ms), scale.at(p99Ms)),
    element('circle', { class: 'latency-p50', cx: percent(scale.at(p50Ms)), cy: 12, r: 4.5 }),
    upright('latency-p99', scale.at(p99Ms), [6, 18]),
  ];
}

/** What a purchase spent its time on, as parts of one bar. */
export function timeBar(shares: readonly TimeShare[]): Element[] {
  return shares.map(({ span, from, share }) =>
    element('rect', {
      class: 'time-share',
      'data-span': span,
      x: percent(from * 100),
      y: 4,
      width: percent(share * 100),
      height: 16,
    }),
  );
}

interface Hatch {
  readonly id: string;
  readonly turn: number;
  readonly ground: string;
  readonly line: string;
}

const hatch = ({ id, turn, ground, line }: Hatch): Element =>
  element(
    'pattern',
    { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${turn})` },
    element('rect', { width: 6, height: 6, fill: `var(--color-${ground})` }),
    element('rect', { width: 2.25, height: 6, fill: `var(--color-${line})` }),
  );

/** The patterns of the spans that wait: each page holds them once. */
export const TIME_PATTERNS: Element = element(
  'defs',
  {},
  hatch({ id: 'waits-connection', turn: 0, ground: 'surface', line: 'ink-2' }),
  hatch({ id: 'waits-lock', turn: 45, ground: 'accent-soft', line: 'accent' }),
  hatch({ id: 'waits-group', turn: -45, ground: 'sunken', line: 'ink-3' }),
  hatch({ id: 'waits-pause', turn: 90, ground: 'sunken', line: 'line-strong' }),
);
