import { element, type Element } from '../markup/element.ts';

/** Units of a run against its stock. */
export interface RunStrip {
  readonly stock: number;
  readonly sold: number;
}

/** Units of the drawing, which is stretched to its place: few enough would blur the edges. */
const WIDTH = 300;

/** The run in one line: what the stock held in blue, what lay beyond it in red, the edge of the stock between them. */
export function runStrip({ stock, sold }: RunStrip, className: string): Element {
  const unit = WIDTH / Math.max(stock * 1.5, sold, 1);
  const edge = stock * unit;
  const bar = (fill: string, x: number, width: number): Element =>
    element('rect', { x, width, height: 8, fill: `var(--color-${fill})` });
  return element(
    'svg',
    {
      class: className,
      viewBox: `0 0 ${WIDTH} 8`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    bar('sunken', 0, edge),
    bar('accent', 0, Math.min(sold, stock) * unit),
    sold > stock && bar('over', edge + 2, Math.max(1, (sold - stock) * unit - 2)),
    element('rect', { x: edge, y: -2, width: 1, height: 12, fill: 'var(--color-ink)' }),
  );
}
