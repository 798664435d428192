import type { StockLayout } from './layout.ts';

/** `open`: units went through the wall. `exact`: the books say that none did. */
export interface FrameProps {
  readonly layout: StockLayout;
  readonly open: boolean;
  readonly exact: boolean;
  readonly lost: boolean;
}

/** Degrees that a leaf of a wide frame's wall swings, and of a tall one's. */
const WIDE_SWING = 99;
const NARROW_SWING = 105;

/** Three walls, and a fourth of two leaves that swing open once a unit goes through. */
export function Frame({ layout, open, exact, lost }: FrameProps) {
  const { x, y, right, bottom } = layout.frame;
  const wall = layout.narrow
    ? `M${x} ${bottom}V${y}H${right}V${bottom}`
    : `M${right} ${y}H${x}V${bottom}H${right}`;
  const half = layout.narrow ? (right - x) / 2 : (bottom - y) / 2;
  const leaves = layout.narrow
    ? [
        { d: `M${x} ${bottom}h${half}`, at: `${x}px ${bottom}px`, swing: NARROW_SWING },
        { d: `M${right} ${bottom}h${-half}`, at: `${right}px ${bottom}px`, swing: -NARROW_SWING },
      ]
    : [
        { d: `M${right} ${y}v${half}`, at: `${right}px ${y}px`, swing: -WIDE_SWING },
        { d: `M${right} ${bottom}v${-half}`, at: `${right}px ${bottom}px`, swing: WIDE_SWING },
      ];
  return (
    <>
      <path className="wall" data-exact={exact} data-lost={lost} d={wall} />
      {leaves.map(({ d, at, swing }) => (
        <path
          key={at}
          className="door"
          data-open={open}
          data-exact={exact}
          data-lost={lost}
          d={d}
          style={{
            transformOrigin: at,
            transform: open ? `rotate(${swing}deg)${layout.narrow ? ' scale(.36)' : ''}` : 'none',
          }}
        />
      ))}
    </>
  );
}
