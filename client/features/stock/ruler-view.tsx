import { RULER, ticks } from './ruler.ts';
import type { StockLayout } from './layout.ts';

/** `full`: every unit is sold. */
export interface RulerProps {
  readonly stock: number;
  readonly layout: StockLayout;
  readonly oversold: number;
  readonly full: boolean;
}

/** The scale under a wide frame, and the words in the empty space where oversold units would land. */
export function Ruler({ stock, layout, oversold, full }: RulerProps) {
  const { frame, narrow, pitch, width } = layout;
  const words = oversold > 0 ? '' : full ? 'Nothing sold beyond the stock' : 'Oversold units would land here';
  if (narrow) {
    return (
      <text x={width / 2} y={frame.bottom + pitch * 0.75} textAnchor="middle">
        {words}
      </text>
    );
  }
  const top = frame.bottom + pitch * 0.2;
  return (
    <>
      {ticks(stock, layout).map(({ x, textX, text, kind }) => (
        <g key={text}>
          <path className="tick" d={`M${x} ${top + RULER.tick}v5`} />
          <text
            x={textX}
            y={top + RULER.text}
            textAnchor="middle"
            className={kind === 'stock' ? 'strong' : kind === 'beyond' && oversold > 0 ? 'over' : undefined}
          >
            {text}
          </text>
        </g>
      ))}
      <path className="beyond" d={`M${frame.right + 12} ${top + RULER.line}H${width - 2}`} />
      <text x={frame.right + 14} y={(frame.y + frame.bottom) / 2 + 4}>
        {words}
      </text>
    </>
  );
}
