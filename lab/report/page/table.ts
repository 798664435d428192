import { element, type Child, type Element } from '../markup/element.ts';

/** A label and what stands beside it. */
export type Row = readonly [label: string, ...values: readonly string[]];

/** Labels and figures under a heading; `heads` are over the columns of values, where there are several. */
export function figureTable(title: string, rows: readonly Row[], heads: readonly string[] = []): Element {
  return element(
    'section',
    { class: 'figures' },
    element('h4', {}, title),
    element(
      'table',
      {},
      heads.length > 0 && element('thead', {}, row('th', ['', ...heads])),
      element(
        'tbody',
        {},
        rows.map((each) => row('td', each)),
      ),
    ),
  );
}

function row(tag: 'td' | 'th', [label, ...values]: readonly string[]): Element {
  const head: Child = tag === 'th' ? element('td', {}) : element('th', { scope: 'row' }, label ?? '');
  const scope = tag === 'th' ? 'col' : undefined;
  return element(
    'tr',
    {},
    head,
    values.map((value) => element(tag, { scope }, value)),
  );
}

/** A list of names and words, for what is no figure. */
export function wordList(rows: readonly Row[]): Element {
  return element(
    'dl',
    { class: 'words' },
    rows.map(([label, ...values]) => [
      element('dt', {}, label),
      values.map((value) => element('dd', {}, value)),
    ]),
  );
}
