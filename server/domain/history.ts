/** What a history has a column for, in the order of a table. Times are ISO 8601 in UTC, with microseconds. */
export const HISTORY_COLUMNS = [
  'type',
  'id',
  'epoch',
  'at',
  'buyerId',
  'quantity',
  'state',
  'strategy',
  'idempotencyKey',
  'expiresAt',
  'endedAt',
  'orderId',
  'kind',
  'actor',
  'reason',
  'detail',
] as const;

/** One thing that happened: a `sale`, `event`, `order`, `hold` or `attack`. A column that it has no use for is absent or null. */
export type HistoryRow = Readonly<Partial<Record<(typeof HISTORY_COLUMNS)[number], unknown>>>;

/** How a history is written. */
export type HistoryFormat = 'jsonl' | 'csv';

/** The lines before the first row. */
export function historyHead(format: HistoryFormat): string {
  return format === 'csv' ? `${HISTORY_COLUMNS.join(',')}\r\n` : '';
}

/**
 * One row: a JSON object without its nulls, or a line of RFC 4180. There a text that a spreadsheet would take for a
 * formula begins with an apostrophe: buyers choose their names.
 */
export function historyLine(format: HistoryFormat, row: HistoryRow): string {
  if (format === 'csv') return `${HISTORY_COLUMNS.map((column) => cell(row[column])).join(',')}\r\n`;
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return `${JSON.stringify(Object.fromEntries(present))}\n`;
}

/** What Excel, LibreOffice and Google Sheets begin a formula with (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value.replace(FORMULA, "'$&") : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
