import { runStrip } from '../drawings/run-strip.ts';
import type { RunFacts } from '../facts/report.ts';
import { element, type Element } from '../markup/element.ts';
import { count, UNKNOWN } from '../words/figures.ts';
import { earlyEnd, othersBought } from '../words/run.ts';
import { amountInWords } from '../words/verdict.ts';
import { badge } from './badge.ts';
import { books } from './books.ts';
import { charts, latencyFigures, loadFigures } from './figures.ts';
import { moment } from './moment.ts';
import { witnessSection } from './witness.ts';

/** One run: its verdict, its books, its figures, and how it oversold where it did. */
export function runSection(run: RunFacts): Element {
  const { id, strategy, title, safe, audit, stock } = run;
  const sold = audit?.sold ?? null;
  return element(
    'article',
    { class: 'run', 'data-run': id, 'data-verdict': audit?.verdict ?? 'INCONCLUSIVE' },
    element(
      'header',
      {},
      element('h3', {}, strategy, element('span', {}, safe ? title : `${title}, unsafe`)),
      element('p', { class: 'small' }, `Run ${id}, ${moment(run.startedAt)}, seed ${run.seed}`),
    ),
    element(
      'div',
      { class: 'hero' },
      element(
        'p',
        { class: 'sold', 'data-over': (audit?.oversold ?? 0) > 0 },
        element('b', {}, sold === null ? UNKNOWN : count(sold)),
        element('span', {}, `of ${count(stock)} sold`),
      ),
      element(
        'div',
        {},
        badge(audit?.verdict ?? 'INCONCLUSIVE', audit === null ? '' : amountInWords(audit)),
        element('p', { class: 'read' }, audit?.explanation ?? run.error ?? `It ended as ${run.state}.`),
        remarks(run).map((remark) => element('p', { class: 'small' }, remark)),
      ),
    ),
    sold !== null && runStrip({ stock, sold }, 'strip'),
    witnessSection(run),
    element(
      'div',
      { class: 'panes' },
      charts(run),
      latencyFigures(run),
      audit !== null && books(audit),
      loadFigures(run),
    ),
  );
}

/** What a reader should know before believing the figures. */
function remarks(run: RunFacts): string[] {
  const early = earlyEnd(run);
  const others = othersBought(run);
  return [
    ...(run.saturated ? ['The generator was the limit, not the server: these figures are void.'] : []),
    ...(early === null ? [] : [early]),
    ...(others === null ? [] : [others]),
  ];
}
