import { element, type Element } from '../markup/element.ts';

/** Which way time runs: to the right, or downwards where there is no width. */
export type Axis = 'x' | 'y';

/** A place in a drawing: along time, and across it. */
export interface Spot {
  readonly along: number;
  readonly across: number;
}

/** The four acts of a buyer, in their order. */
export const ACTS = ['read', 'check', 'write', 'commit'] as const;

interface MarkOptions {
  readonly kind: (typeof ACTS)[number];
  readonly at: Spot;
  readonly axis: Axis;
  readonly hot: boolean;
}

/** Circle read, diamond check, square write, bar commit. */
export function mark({ kind, at, axis, hot }: MarkOptions): Element {
  const { x, y } = pointOf(at, axis);
  const looks = {
    class: 'wit-mark',
    'data-hot': hot,
    'data-full': kind === 'write' || kind === 'commit',
  };
  switch (kind) {
    case 'read':
      return element('circle', { ...looks, cx: x, cy: y, r: 6.5 });
    case 'check':
      return element('path', { ...looks, d: `M${x} ${y - 7.5}l7.5 7.5-7.5 7.5-7.5-7.5z` });
    case 'write':
      return element('rect', { ...looks, x: x - 6, y: y - 6, width: 12, height: 12 });
    case 'commit':
      return axis === 'x'
        ? element('rect', { ...looks, x: x - 3, y: y - 13, width: 6, height: 26, rx: 1 })
        : element('rect', { ...looks, x: x - 13, y: y - 3, width: 26, height: 6, rx: 1 });
  }
}

interface LineOptions {
  readonly className: string;
  readonly from: Spot;
  readonly to: Spot;
  readonly axis: Axis;
}

/** A straight line. */
export function line({ className, from, to, axis }: LineOptions): Element {
  const start = pointOf(from, axis);
  const end = pointOf(to, axis);
  return element('path', { class: className, d: `M${start.x} ${start.y}L${end.x} ${end.y}` });
}

/** An arrow across time: between a buyer and the row. */
export function arrow({
  from,
  to,
  axis,
  hot,
}: Omit<LineOptions, 'className'> & { readonly hot: boolean }): Element {
  const sign = Math.sign(to.across - from.across);
  const { x, y } = pointOf(to, axis);
  const head =
    axis === 'x'
      ? `M${x - 4.5} ${y - sign * 6}l4.5 ${sign * 6} 4.5 ${-sign * 6}`
      : `M${x - sign * 6} ${y - 4.5}l${sign * 6} 4.5 ${-sign * 6} 4.5`;
  return element(
    'g',
    { class: 'wit-flow', 'data-hot': hot },
    line({ className: '', from, to, axis }),
    element('path', { d: head, 'stroke-dasharray': 'none' }),
  );
}

/** A rectangle by its two corners. */
interface BoxOptions extends LineOptions {
  readonly tone?: string;
}

/** A box along time. */
export function box({ className, from, to, axis, tone }: BoxOptions): Element {
  const start = pointOf(from, axis);
  const end = pointOf(to, axis);
  return element('rect', {
    class: className,
    'data-tone': tone,
    x: Math.min(start.x, end.x),
    y: Math.min(start.y, end.y),
    width: Math.abs(end.x - start.x),
    height: Math.abs(end.y - start.y),
    rx: 3,
  });
}

interface WordsOptions {
  readonly x: number;
  readonly y: number;
  readonly className?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly hot?: boolean;
  readonly strong?: boolean;
  readonly tone?: string;
}

/** A line of words at a point of the drawing. */
export function words(text: string, options: WordsOptions): Element {
  const { x, y, className, anchor, hot, strong, tone } = options;
  const looks = { class: className, 'data-hot': hot, 'data-strong': strong, 'data-tone': tone };
  return element('text', { ...looks, x, y, 'text-anchor': anchor }, text);
}

/** Where a spot lies on the page. */
export function pointOf({ along, across }: Spot, axis: Axis): { readonly x: number; readonly y: number } {
  return axis === 'x' ? { x: along, y: across } : { x: across, y: along };
}
