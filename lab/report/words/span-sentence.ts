import type { Span } from '../../../schema/generated/enums.ts';

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
