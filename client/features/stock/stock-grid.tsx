import { useMemo } from 'react';
import { count, plural, short } from '../../lib/format.ts';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';
import { Frame } from './frame.tsx';
import { cellAt, layoutStock } from './layout.ts';
import { Ruler } from './ruler-view.tsx';
import { RULER } from './ruler.ts';
import { cellStates, type StockUnits } from './scale.ts';
import { SpilledUnits } from './spilled-units.tsx';
import { spillOf, spillRows } from './spill.ts';

/** Units as they are at one moment. `exact` is said by the books, `lost` by the connection. */
export interface StockGridProps extends StockUnits {
  readonly oversold: number;
  readonly exact: boolean;
  readonly lost: boolean;
}

/** The stock as a frame of cells. A sale fills it; an oversell bursts its wall, and the extra units lie outside. */
export function StockGrid(props: StockGridProps) {
  const [ref, width] = useWidth<SVGSVGElement>();
  const { stock, oversold } = props;
  const layout = useMemo(() => layoutStock(stock, Math.max(width, 280)), [stock, width]);
  const states = cellStates(props, layout);
  const spill = spillOf(oversold, layout);
  const { narrow, pitch, frame, side } = layout;
  const height = narrow
    ? frame.bottom + spillRows(spill.shown, layout) * pitch * 1.12 + pitch * 0.6
    : frame.bottom + pitch * 0.2 + RULER.height;
  const label =
    `${count(Math.min(props.sold, stock))} of ${count(stock)} units sold` +
    (oversold > 0 ? `, ${plural(oversold, 'more unit')} sold than there were` : '');
  return (
    <>
      <svg
        ref={ref}
        role="img"
        aria-label={label}
        viewBox={`0 0 ${layout.width} ${height}`}
        className="mt-3 block w-full overflow-visible"
        style={drawingHeight(height)}
      >
        <defs>
          <pattern id="held" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" fill="var(--color-surface)" />
            <rect width="2" height="5" fill="var(--color-accent)" />
          </pattern>
        </defs>
        {states.map((state, index) => (
          <rect
            key={index}
            className="cell"
            data-is={state}
            {...cellAt(layout, index)}
            width={side}
            height={side}
            rx={side > 12 ? 2 : 1}
          />
        ))}
        <Frame layout={layout} open={oversold > 0} exact={props.exact} lost={props.lost} />
        <Ruler stock={stock} layout={layout} oversold={oversold} full={props.sold >= stock} />
        <SpilledUnits layout={layout} stock={stock} spill={spill} />
      </svg>
      {layout.unit > 1 && <p className="label">One cell is {short(layout.unit)} units.</p>}
    </>
  );
}
