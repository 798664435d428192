import { table, type Column } from '../../lab/cli/table.ts';
import type { PartResult } from './results.ts';
import { cellsOf, COLUMNS } from './format.ts';

/** A part for a terminal: its table, what else was seen, and its books. */
export function linesOf({ title, rows, notes, books, seconds }: PartResult): string[] {
  const columns = COLUMNS.map((title): Column => ({ title, align: 'left' }));
  const seen = new Set(rows.flatMap(({ what, note }) => (note === '' ? [] : [`${what}: ${note}`])));
  const exact = books.filter(({ isExact }) => isExact).length;
  return [
    '',
    `${title} (${Math.round(seconds)} s)`,
    '',
    ...table(columns, rows.map(cellsOf)).map((line) => `  ${line}`),
    ...[...seen, ...notes].map((note) => `  ${note}`),
    ...(books.length === 0 ? [] : [`  books: ${exact} of ${books.length} exact`]),
  ];
}
