import { element, type Element } from '../markup/element.ts';

/** Units of a run against its stock. */
export interface RunStrip {
  readonly stock: number;
  readonly sold: number;
}

/** The run in one line: what the stock held in blue, what lay beyond it in red, the edge of the stock between them. */
export function runStrip({ stock, sold }: RunStrip, className: string): Element {
  const width = Math.max(stock * 1.5, sold, 1);
  const edge = width / 300;
  const bar = (fill: string, x: number, breadth: number): Element =>
    element('rect', { x, width: breadth, height: 8, fill: `var(--color-${fill})` });
  return element(
    'svg',
    {
      class: className,
      viewBox: `0 0 ${width} 8`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    bar('sunken', 0, stock),
    bar('accent', 0, Math.min(sold, stock)),
    sold > stock && bar('over', stock + edge * 2, Math.max(edge, sold - stock - edge * 2)),
    element('rect', { x: stock, y: -2, width: edge, height: 12, fill: 'var(--color-ink)' }),
  );
}
