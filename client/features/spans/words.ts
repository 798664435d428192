import type { Span } from '../../../schema/generated/enums.ts';

/** A kind of span in two words, and in a sentence. */
export const SPAN_WORDS: Readonly<Record<Span, { readonly short: string; readonly long: string }>> = {
  connection: { short: 'For a connection', long: 'Waiting until a connection of the pool was free.' },
  redis: { short: 'Redis', long: 'Round trips to Redis.' },
  wait: { short: 'Pausing', long: 'On purpose: the race window, or the pause before another attempt.' },
  lock: { short: 'For a lock', long: 'Statements that stand in line for a lock.' },
  group: { short: 'For the group', long: 'Waiting until the group before this one had committed.' },
  statements: { short: 'Statements', long: 'Every other round trip to Postgres.' },
  commit: { short: 'Commit', long: 'COMMIT: until the order is durable.' },
  eventLoop: { short: 'The server', long: 'The server was computing, or waiting for its turn.' },
};

const SPENT: Readonly<Record<Span, string>> = {
  connection: 'waiting for a connection: more buyers came at once than the pool has connections',
  redis: 'on round trips to Redis',
  wait: 'pausing, in the race window or before another attempt',
  lock: 'in line for a lock that others held',
  group: 'waiting for the group before it to commit',
  statements: 'on round trips to Postgres',
  commit: 'on COMMIT, until the order was durable',
  eventLoop: 'in the server itself, which was computing or had others to serve first',
};

/** The largest span in a sentence. `spans` are sorted, the largest first. */
export function spanSentence(spans: readonly { readonly span: Span; readonly share: number }[]): string {
  const [first] = spans;
  if (first === undefined) return '';
  return `A purchase spent ${Math.round(first.share * 100)} % of its time ${SPENT[first.span]}.`;
}
