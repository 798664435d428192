import type { Interval } from '../../sdk/comparison/interval.ts';
import type { Row } from '../measure/row.ts';

/** Three digits that count, thousands apart: 12,300 or 0.731. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value !== 0 && Math.abs(value) < 100) return String(Number(value.toPrecision(3)));
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) - 2);
  return (Math.round(value / digits) * digits).toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** A middle value and its interval. */
function interval({ median, low, high }: Interval): string {
  return low === high ? figure(median) : `${figure(median)} (${figure(low)} to ${figure(high)})`;
}

/** The cells of a row, in the order of COLUMNS. */
export function cellsOf(row: Row): string[] {
  return [
    row.what,
    `${interval(row.value)} ${row.unit}`.trim(),
    row.reference === null ? '' : `${row.reference.what}, ${figure(row.reference.value.median)}`,
    row.ratio === null ? '' : interval(row.ratio),
    targetOf(row),
    row.isMet === null ? '' : row.isMet ? 'met' : 'missed',
  ];
}

/** What the cells are. */
export const COLUMNS = ['what', 'value', 'reference', 'ratio', 'target', ''] as const;

function targetOf({ target }: Row): string {
  if (target === null) return '';
  return 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
}
