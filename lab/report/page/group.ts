import { barWords, differences, headline, loadWords, roundWords, voidWords } from '../comparison/words.ts';
import type { RunGroup } from '../facts/report.ts';
import { element, type Child, type Element } from '../markup/element.ts';
import { plural } from '../words/figures.ts';
import { comparisonTable } from './comparison.ts';
import { runSection } from './run.ts';
import { wordList } from './table.ts';

/** Runs under one load: ranked where there are several, then one by one. */
export function groupSection(group: RunGroup): Element {
  const { sale, load, runs } = group;
  const name = sale.product === '' ? `Sale ${sale.id}` : `${sale.product}, sale ${sale.id}`;
  return element(
    'section',
    { class: 'group' },
    element('p', { class: 'eyebrow' }, `${name}: ${loadWords(load)}`),
    comparison(group),
    runs.map(runSection),
  );
}

function comparison(group: RunGroup): Child {
  const { ranking, load } = group;
  if (ranking === null) return null;
  const strategies = ranking.safe.length + ranking.unsafe.length;
  const { title, text } = differences(ranking);
  const notExact = ranking.safe.filter(({ verdict }) => verdict !== 'EXACT');
  return [
    element('h2', { class: 'headline' }, headline(ranking, load.stock)),
    element(
      'p',
      { class: 'read' },
      `${plural(strategies, 'strategy', 'strategies')} in ${roundWords(ranking)}. ${barWords(ranking)}`,
    ),
    comparisonTable(group, ranking),
    element(
      'div',
      { class: 'foot' },
      element(
        'div',
        {},
        element('h4', {}, title),
        element('p', {}, text),
        notExact.map(({ strategy, explanation }) =>
          element('p', {}, element('b', {}, strategy), `: ${explanation}`),
        ),
      ),
      wordList([
        ['Latency', 'from when a request was due'],
        ['Void', voidWords(ranking)],
      ]),
    ),
  ];
}
