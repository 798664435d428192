import type { RunFacts } from '../facts/report.ts';
import { element, type Child, type Element } from '../markup/element.ts';
import { scoreOf, type Score } from '../witness/score.ts';
import { TALL_HEIGHT, tallTimeline } from '../witness/tall-timeline.ts';
import { tell } from '../witness/tell.ts';
import { WIDE_HEIGHT, wideTimeline } from '../witness/wide-timeline.ts';
import type { Witness } from '../witness/witness.ts';
import { timeWords } from '../witness/words.ts';
import { count } from '../words/figures.ts';

/** Drawn as broad as a page's text, and as broad as a phone: a page shows the one that fits. */
const WIDE = 920;
const TALL = 358;

/** How one unit too many could be sold: in words, as two lanes with the stock's row between them, and step by step. */
export function witnessSection({ witness, audit }: RunFacts): Child {
  if (audit === null || audit.verdict !== 'OVERSOLD') return null;
  const note = audit.witnessNote;
  if (witness === null)
    return element('section', { class: 'witness' }, element('p', { class: 'small' }, note ?? NOT_KEPT));
  return element(
    'section',
    { class: 'witness' },
    element('h3', {}, witness.title),
    element(
      'p',
      { class: 'story' },
      tell(witness.explanation).map(({ text, strong }) => (strong ? element('b', {}, text) : text)),
    ),
    audit.wrongFrom !== null && element('p', { class: 'small' }, audit.wrongFrom.explanation),
    note !== null && element('p', { class: 'small' }, note),
    timelines(witness),
    steps(witness),
  );
}

const NOT_KEPT = 'This run was saved before witnesses were kept.';

function timelines(witness: Witness): Child {
  const score = scoreOf(witness);
  if (score === null) return null;
  return [
    timeline('wide', witness, { score, width: WIDE, height: WIDE_HEIGHT, draw: wideTimeline }),
    timeline('tall', witness, { score, width: TALL, height: TALL_HEIGHT, draw: tallTimeline }),
  ];
}

interface Drawing {
  readonly score: Score;
  readonly width: number;
  readonly height: number;
  readonly draw: (options: { readonly score: Score; readonly width: number }) => Element;
}

function timeline(name: string, witness: Witness, { score, width, height, draw }: Drawing): Element {
  return element(
    'svg',
    {
      class: `timeline ${name}`,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Timeline of two buyers. ${witness.explanation}`,
    },
    draw({ score, width }),
  );
}

/** Every step with its time and the number behind it. What B did on an old number is marked. */
function steps({ steps: all }: Witness): Element {
  const endMs = all.at(-1)?.atMs ?? 0;
  return element(
    'table',
    { class: 'steps' },
    element(
      'tbody',
      {},
      all.map(({ atMs, role, act, action, value }) =>
        element(
          'tr',
          { 'data-hot': role === 'B' && (act === 'WRITE' || act === 'COMMIT') },
          element('td', {}, timeWords(atMs, { endMs })),
          element('td', {}, role),
          element('td', {}, action),
          element('td', {}, value === null ? '' : count(value)),
        ),
      ),
    ),
  );
}
