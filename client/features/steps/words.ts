import type { Step } from './model.ts';

const VERBS = {
  READ: 'reads',
  LOCK: 'locks',
  WRITE: 'writes',
  COMMIT: 'commits',
  ROLLBACK: 'rolls back',
} as const;

const REFUSED = 'is refused';

/** What the buyer does, in a word or two: a script by the first word of its name, a group by what it does. */
export function verbOf({
  statement,
  result,
  letOnBy,
}: Pick<Step, 'statement' | 'result' | 'letOnBy'>): string {
  // Of a step that had to wait, the refusal stands where the wait ends.
  if (result === 'FAILED' && letOnBy === null) return REFUSED;
  const script = /^([a-z]+)\w*-\d+\.lua/.exec(statement.text)?.[1];
  if (script !== undefined) return `${script}${script.endsWith('sh') ? 'es' : 's'}`;
  if (statement.text.startsWith('XREADGROUP')) return 'fetches';
  return /purchase_group|take_pooled/.test(statement.text) ? 'decides' : VERBS[statement.kind];
}

/** The number that came of it, as short as a drawing needs it: "sees 1", "now 0", "no row"; empty where none did. */
export function resultOf({
  statement,
  answer,
  result,
}: Pick<Step, 'statement' | 'answer' | 'result'>): string {
  if (result === 'WAITING') return '';
  if (result === 'FAILED') return REFUSED;
  const left = /remaining: (-?\d+)/.exec(answer ?? '')?.[1];
  if (left !== undefined) return `${statement.kind === 'WRITE' ? 'now' : 'sees'} ${minus(left)}`;
  if (answer?.startsWith('no row') === true) return 'no row';
  return (
    /outcome: ([A-Z_]+)/
      .exec(answer ?? '')?.[1]
      ?.toLowerCase()
      .replace('_', ' ') ?? ''
  );
}

/** What came back, for the log: whom it waited for stands before what it got. */
export function answerWords({ answer, waitedFor, letOnBy }: Step): string {
  const whom = waitedFor.length === 0 ? 'a lock' : waitedFor.join(' and ');
  if (answer === null) return `waits for ${whom}`;
  return letOnBy === null
    ? minus(answer)
    : `waited for ${whom} until step ${letOnBy}, then: ${minus(answer)}`;
}

/** A hyphen before a number is a minus. */
function minus(text: string): string {
  return text.replaceAll(/(^|[\s[])-(?=\d)/g, '$1−');
}
