import { count } from '../../lib/format.ts';
import type { LaneLayout, StockStretch } from './lane-layout.ts';

/** Half of its breadth. */
const HALF = { across: 25, down: 32 };

/** What everyone else sees of the stock, from step to step. */
export function StockRow(props: {
  readonly stretches: readonly StockStretch[];
  readonly layout: LaneLayout;
}) {
  const { stretches, layout } = props;
  return (
    <>
      {stretches.map((stretch) => (
        <Stretch key={stretch.from} stretch={stretch} layout={layout} />
      ))}
    </>
  );
}

function Stretch({ stretch, layout }: { readonly stretch: StockStretch; readonly layout: LaneLayout }) {
  const { from, to, remaining, sold, tone } = stretch;
  const { downwards, stock } = layout;
  const half = downwards ? HALF.down : HALF.across;
  const corner = layout.at(from + 1, stock - half);
  const middle = layout.at((from + to) / 2, stock);
  const long = to - from - 2;
  return (
    <>
      <rect
        className="step-stock"
        data-tone={tone}
        x={corner.x}
        y={corner.y}
        width={downwards ? half * 2 : long}
        height={downwards ? long : half * 2}
        rx={3}
      />
      <text className="step-left" data-tone={tone} x={middle.x} y={middle.y + 2} textAnchor="middle">
        {count(remaining)}
      </text>
      <text className="step-sold" data-tone={tone} x={middle.x} y={middle.y + 18} textAnchor="middle">
        {count(sold)} sold
      </text>
    </>
  );
}

/** Where an arrow to or from the row ends, on the side of a lane. */
export function edgeTowards(layout: LaneLayout, across: number): number {
  const half = layout.downwards ? HALF.down : HALF.across;
  return across < layout.stock ? layout.stock - half : layout.stock + half;
}
