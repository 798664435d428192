import { expect, test } from 'vitest';
import { rowOf } from '../measure/row.ts';
import { withResults } from './docs.ts';
import { machine, wrongBooks } from './results.ts';

const book = { saleId: '7', strategy: 'ROW_LOCK', confirmed: 2, orders: 3, verdict: 'DRIFT', isExact: false };
const part = {
  name: 'a',
  title: 'A part',
  isMeasured: true,
  seconds: 1,
  rows: [rowOf({ what: 'thing', unit: '/s', values: [12_345], target: { atLeast: 20_000 } })],
  notes: [],
  books: [book],
};
const results = {
  at: '2026-11-28',
  machine: machine(),
  stores: '',
  secondsEach: 1,
  rounds: 1,
  parts: [part],
};

test('the tables of a run stand between their marks, and nothing else is touched', () => {
  const document = 'before\n<!-- results -->\nold\n<!-- /results -->\nafter\n';
  const written = withResults(document, results);
  expect(written).toMatch(/^before\n<!-- results -->\n[^]+<!-- \/results -->\nafter\n$/);
  expect(written).not.toContain('old');
  expect(written).toContain('| thing | 12,300 /s |  |  | at least 20000 | missed |');
  expect(written).toContain('Books: 0 of 1 sales exact.');
  expect(withResults(written, results)).toBe(written);
  expect(() => withResults('no marks', results)).toThrow(/has no/);
});

test('books that are not exact are told by name', () => {
  expect(wrongBooks(results)).toEqual(['a: sale 7 by ROW_LOCK: 2 confirmed, 3 orders, DRIFT']);
  expect(wrongBooks({ parts: [{ ...part, books: [{ ...book, isExact: true }] }] })).toEqual([]);
});
