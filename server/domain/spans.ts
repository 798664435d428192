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
export interface Spans extends MeasuredSpans {
  add(name: SpanName, ms: number): void;
}

/** What was measured of one purchase; the rest of its latency is the event loop's. */
export interface MeasuredSpans {
  /** All that was measured so far. */
  sum(): number;
  /** Adds it to the sums of many purchases, in ms, with what is left of the whole as `eventLoop`. */
  addTo(sums: SpanSums, totalMs: number): void;
}

/** Sums in ms, in the order of SPANS. */
export type SpanSums = number[];

const NOTHING: SpanSums = SPANS.map(() => 0);

/** No time spent on anything yet. */
export function createSpanSums(): SpanSums {
  return [...NOTHING];
}

/** One kind of span over many purchases, in ms. */
export interface SpanTotal {
  readonly span: SpanName;
  readonly totalMs: number;
  /** Per purchase that was measured, those without this span included. */
  readonly meanMs: number;
  /** Of all measured time, 0 to 1. */
  readonly share: number;
}

/** Sums as they are shown: in the order of SPANS, those that never happened left out. */
export function spanTotals(sumsMs: ReadonlyMap<SpanName, number>, purchases: number): SpanTotal[] {
  let allMs = 0;
  for (const ms of sumsMs.values()) allMs += ms;
  return SPANS.flatMap((span) => {
    const totalMs = sumsMs.get(span) ?? 0;
    return totalMs <= 0 ? [] : [{ span, totalMs, meanMs: totalMs / purchases, share: totalMs / allMs }];
  });
}

/** Whether a text names one. */
export function isSpanName(text: string): text is SpanName {
  return SPANS.some((name) => name === text);
}

const PLACES = new Map<SpanName, number>(SPANS.map((name, index) => [name, index]));
const EVENT_LOOP = SPANS.indexOf('eventLoop');

/** Nothing measured yet. */
export function createSpans(): Spans {
  return new Measured();
}

/** A class, since one is made for each purchase and closures would be three more objects each. */
class Measured implements Spans {
  #total = 0;
  readonly #spent = createSpanSums();

  add(name: SpanName, ms: number): void {
    const index = PLACES.get(name) ?? EVENT_LOOP;
    this.#spent[index] = (this.#spent[index] ?? 0) + ms;
    this.#total += ms;
  }

  sum(): number {
    return this.#total;
  }

  addTo(sums: SpanSums, totalMs: number): void {
    this.#spent[EVENT_LOOP] = Math.max(0, totalMs - this.#total);
    // By index, and not by an iterator: this runs once for each purchase.
    for (let index = 0; index < sums.length; index += 1)
      sums[index] = (sums[index] ?? 0) + (this.#spent[index] ?? 0);
  }
}

/** Of a purchase that nothing was asked for: all of it was the event loop's. */
export const noSpans: MeasuredSpans = {
  sum: () => 0,
  addTo(sums, totalMs) {
    sums[EVENT_LOOP] = (sums[EVENT_LOOP] ?? 0) + totalMs;
  },
};

/** Runs the work and counts its time, whether it succeeds or throws, but for what was counted inside of it. */
export function timed<Value>(
  { spans }: { readonly spans?: Spans | undefined },
  name: SpanName,
  work: () => Promise<Value>,
): Promise<Value> {
  if (spans === undefined) return work();
  const begunAt = performance.now();
  const before = spans.sum();
  const end = (): void => spans.add(name, performance.now() - begunAt - (spans.sum() - before));
  const asked = work();
  // Before anybody who waits for it goes on: whoever asks first hears first.
  asked.then(end, end);
  return asked;
}
