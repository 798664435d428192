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
