import type { Verdict } from '../../../schema/generated/enums.ts';
import { VERDICT_GLYPHS } from '../drawings/verdict-glyph.ts';
import { element, type Element } from '../markup/element.ts';

/** A verdict: glyph, word and what it counts ("by 37"), in its colour. */
export function badge(verdict: Verdict, amount: string): Element {
  return element(
    'span',
    { class: 'badge', 'data-verdict': verdict },
    element('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, VERDICT_GLYPHS[verdict]),
    amount === '' ? verdict : `${verdict} ${amount}`,
  );
}
