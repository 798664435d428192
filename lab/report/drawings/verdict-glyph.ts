import type { Verdict } from '../../../schema/generated/enums.ts';
import { element, type Element } from '../markup/element.ts';

const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 } as const;
const solid = (d: string): Element => element('path', { d, fill: 'currentColor' });
const fallen = (x: number, y: number, turn: string): Element =>
  element('rect', { x, y, width: 4, height: 4, transform: `rotate(${turn})`, fill: 'currentColor' });

/** The stock: the frame of most glyphs. */
export const GLYPH_FRAME: Element = element('rect', {
  x: 1.75,
  y: 1.75,
  width: 12.5,
  height: 12.5,
  rx: 1.5,
  ...LINE,
});

/** The picture of each verdict, in a square of 16 units: the stock is the frame, what was sold is the fill. */
export const VERDICT_GLYPHS: Readonly<Record<Verdict, readonly Element[]>> = {
  EXACT: [GLYPH_FRAME, solid('M4.5 4.5h7v7h-7z')],
  OVERSOLD: [
    element('path', { d: 'M9 2.75H2.25v10.5H9', ...LINE }),
    solid('M4.5 5.25h4v5.5h-4z'),
    fallen(10.2, 3.2, '14 12 5'),
    fallen(10.6, 9, '-16 12.6 11'),
  ],
  UNDERSOLD: [GLYPH_FRAME, solid('M4.5 8.5h7v3h-7z')],
  DUPLICATE: [element('path', { d: 'M1.75 1.75h8.5v8.5h-8.5z', ...LINE }), solid('M6 6h8.5v8.5H6z')],
  DRIFT: [solid('M1.5 3.5h9v3h-9zM5.5 9.5h9v3h-9z')],
  INCONCLUSIVE: [
    element('rect', { ...GLYPH_FRAME.attributes, 'stroke-dasharray': '2.5 2' }),
    element('path', {
      d: 'M6 6.4a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M8 11v1',
      ...LINE,
      'stroke-width': 1.4,
    }),
  ],
};
