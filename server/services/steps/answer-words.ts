import type { Answer } from '../../domain/turnstile.ts';
import { shortText, valueWords } from './value-words.ts';

/** What came back, in a few words: "remaining: 1", "1 row changed", "committed", "refused: ... (40001)". */
export function describeAnswer(answer: Answer): string {
  if (!answer.ok) return describeError(answer.error);
  return answer.passage.store === 'POSTGRES' ? describeResult(answer.reply) : repliesWords(answer.reply);
}

const COLUMNS_MAX = 4;
/** Of a row with many columns these are told. */
const TELLING = ['outcome', 'remaining', 'pooled', 'version'];
const DONE: Readonly<Record<string, string>> = { INSERT: 'added', UPDATE: 'changed', DELETE: 'taken away' };

function describeResult(result: unknown): string {
  const found = property(result, 'command');
  const command = typeof found === 'string' ? found : '';
  if (command === 'COMMIT') return 'committed';
  if (command === 'ROLLBACK') return 'rolled back';
  const rows: unknown = property(result, 'rows');
  const list: unknown[] = Array.isArray(rows) ? rows : [];
  const done = DONE[command];
  const count = Number(property(result, 'rowCount') ?? 0);
  const told = list.length === 1 ? rowWords(list[0]) : outcomesOf(list);
  if (done !== undefined)
    return [`${rowsWords(count)} ${done}`, told].filter((each) => each !== '').join(', ');
  return told === '' ? rowsWords(list.length) : told;
}

/** Of purchases that were decided together: how each ended. Empty for other rows. */
function outcomesOf(rows: readonly unknown[]): string {
  const outcomes = rows.flatMap((row) => {
    const outcome = property(row, 'outcome');
    return typeof outcome === 'string' ? [outcome] : [];
  });
  return outcomes.join(', ');
}

function rowsWords(count: number): string {
  if (count === 0) return 'no row';
  return count === 1 ? '1 row' : `${count} rows`;
}

function rowWords(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '';
  const cells = Object.entries(row)
    .map(([name, value]: [string, unknown]) => [name.replace(/^\w+Entity_/, ''), value] as const)
    .filter(([name, value]) => !/(_ms|_at|^id)$/.test(name) && value !== null)
    .filter(([name, value]) => name !== 'pooled' || value !== 0);
  const told = cells.length > COLUMNS_MAX ? cells.filter(([name]) => TELLING.includes(name)) : cells;
  return (
    told
      // A function without a value answers with an empty text.
      .map(([name, value]) => (value === '' ? 'done' : `${name}: ${valueWords(value).replaceAll("'", '')}`))
      .join(', ')
  );
}

function repliesWords(replies: unknown): string {
  return Array.isArray(replies) ? replies.map((each) => replyWords(each)).join('; ') : replyWords(replies);
}

/** A reply of Redis: nil, a number, a text or a list of them. */
function replyWords(reply: unknown): string {
  if (reply === null || reply === undefined) return 'nil';
  if (Array.isArray(reply)) return `[${reply.map((each) => replyWords(each)).join(', ')}]`;
  if (reply instanceof Error) return reply.message;
  return typeof reply === 'string' ? shortText(reply) : JSON.stringify(reply);
}

const REFUSALS: Readonly<Record<string, string>> = {
  '40001': 'refused: another transaction changed what it read, so all of it is rolled back',
  '40P01': 'refused: each waited for the other, so this one is rolled back',
  '55P03': 'refused: the lock was not free in time',
  '57014': 'refused: it took longer than a statement may',
  '23505': 'refused: there is such a row already',
  '23514': 'refused: a rule of the table forbids it',
};

function describeError(error: unknown): string {
  const found = property(error, 'code') ?? property(property(error, 'driverError'), 'code');
  const code = typeof found === 'string' ? found : '';
  const words = REFUSALS[code];
  if (words !== undefined) return `${words} (${code})`;
  const message = error instanceof Error ? error.message : String(error);
  return code === '' ? `failed: ${message}` : `failed: ${message} (${code})`;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
