/** What a purchase spends its time on, in the order in which it usually happens. */
export const SPANS = [
  'eventLoop',
  'connection',
  'redis',
  'wait',
  'lock',
  'group',
  'statements',
  'commit',
] as const;

/**
 * One of them. `connection`: until a connection of the pool was free · `redis`: round trips to Redis · `wait`: on purpose,
 * the race window of the unsafe strategies or the pause before another attempt · `lock`: statements that stand in line
 * for a lock, their round trip included · `group`: until the group before this one had committed · `statements`: every
 * other round trip to Postgres, and of a group its decision with its commit · `commit`: COMMIT · `eventLoop`: the rest,
 * which this process spent computing or waiting for its turn.
 */
export type SpanName = (typeof SPANS)[number];

/** The spans of one purchase, in ms. One kind measured twice is added up. */
export interface Spans {
  add(name: SpanName, ms: number): void;
  /** What was measured, and as `eventLoop` what is left of the whole. */
  within(totalMs: number): ReadonlyMap<SpanName, number>;
}

/** Nothing measured yet. */
export function createSpans(): Spans {
  const spent = new Map<SpanName, number>();
  return {
    add: (name, ms) => spent.set(name, (spent.get(name) ?? 0) + ms),
    within(totalMs) {
      let measured = 0;
      for (const ms of spent.values()) measured += ms;
      return new Map([...spent, ['eventLoop', Math.max(0, totalMs - measured)]]);
    },
  };
}

/** Runs the work and counts its time, whether it succeeds or throws. */
export async function timed<Value>(
  { spans }: { readonly spans?: Spans },
  name: SpanName,
  work: () => Promise<Value>,
): Promise<Value> {
  if (spans === undefined) return work();
  const begunAt = performance.now();
  try {
    return await work();
  } finally {
    spans.add(name, performance.now() - begunAt);
  }
}
