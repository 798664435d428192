/** Which way time runs: to the right, or downwards where there is no width. */
export type Axis = 'x' | 'y';

/** A place in a drawing: along time, and across it. */
export interface Spot {
  readonly along: number;
  readonly across: number;
}

/** What the four acts of a buyer look like. */
export type MarkKind = 'read' | 'check' | 'write' | 'commit';

interface MarkProps {
  readonly kind: MarkKind;
  readonly at: Spot;
  readonly axis: Axis;
  readonly hot?: boolean;
}

/** Circle read, diamond check, square write, bar commit. */
export function Mark({ kind, at, axis, hot = false }: MarkProps) {
  const { x, y } = pointOf(at, axis);
  const looks = {
    className: 'wit-mark',
    'data-hot': hot,
    'data-full': kind === 'write' || kind === 'commit',
  };
  switch (kind) {
    case 'read':
      return <circle {...looks} cx={x} cy={y} r="6.5" />;
    case 'check':
      return <path {...looks} d={`M${x} ${y - 7.5}l7.5 7.5-7.5 7.5-7.5-7.5z`} />;
    case 'write':
      return <rect {...looks} x={x - 6} y={y - 6} width="12" height="12" />;
    case 'commit':
      return axis === 'x' ? (
        <rect {...looks} x={x - 3} y={y - 13} width="6" height="26" rx="1" />
      ) : (
        <rect {...looks} x={x - 13} y={y - 3} width="26" height="6" rx="1" />
      );
  }
}

interface LineProps {
  readonly className: string;
  readonly from: Spot;
  readonly to: Spot;
  readonly axis: Axis;
  readonly hot?: boolean;
}

/** A straight line. */
export function Line({ className, from, to, axis, hot }: LineProps) {
  const start = pointOf(from, axis);
  const end = pointOf(to, axis);
  return <path className={className} data-hot={hot} d={`M${start.x} ${start.y}L${end.x} ${end.y}`} />;
}

/** An arrow across time: between a buyer and the row. */
export function Arrow({ from, to, axis, hot = false }: Omit<LineProps, 'className'>) {
  const sign = Math.sign(to.across - from.across);
  const { x, y } = pointOf(to, axis);
  const head =
    axis === 'x'
      ? `M${x - 4.5} ${y - sign * 6}l4.5 ${sign * 6} 4.5 ${-sign * 6}`
      : `M${x - sign * 6} ${y - 4.5}l${sign * 6} 4.5 ${-sign * 6} 4.5`;
  return (
    <g className="wit-flow" data-hot={hot}>
      <Line className="" from={from} to={to} axis={axis} />
      <path d={head} strokeDasharray="none" />
    </g>
  );
}

/** A rectangle by its two corners. */
export interface BoxProps {
  readonly className: string;
  readonly from: Spot;
  readonly to: Spot;
  readonly axis: Axis;
  readonly tone?: string;
}

/** A box along time. */
export function Box({ className, from, to, axis, tone }: BoxProps) {
  const start = pointOf(from, axis);
  const end = pointOf(to, axis);
  return (
    <rect
      className={className}
      data-tone={tone}
      x={Math.min(start.x, end.x)}
      y={Math.min(start.y, end.y)}
      width={Math.abs(end.x - start.x)}
      height={Math.abs(end.y - start.y)}
      rx="3"
    />
  );
}

/** Where a spot lies on the page. */
export function pointOf({ along, across }: Spot, axis: Axis): { readonly x: number; readonly y: number } {
  return axis === 'x' ? { x: along, y: across } : { x: across, y: along };
}
