import { limits } from './limits.ts';
import type { PlacedOrder } from './sale-history.ts';
import { actionOf, storyOf, titleOf, wroteBack } from './witness-words.ts';
import type { Pair, Recorded, StockChange, Witness, WitnessStep } from './witness.ts';

const ACTS = ['READ', 'CHECK', 'WRITE', 'COMMIT'] as const;

/** A pair's times, ms since 1970, in the order of ACTS. */
interface PairTimes {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** The witness that a pair makes. Null where the recorded times contradict that A's write came between B's read and B's write. */
export function drawUp(pair: Pair, line: readonly PlacedOrder[], stock: number): Witness | null {
  const times = timesOf(pair);
  if (times === null) return null;
  const startMs = Math.min(...times.a, ...times.b);
  const steps = [...stepsOf(pair, 'A', times.a), ...stepsOf(pair, 'B', times.b)]
    .map((step) => ({ ...step, atMs: round(step.atMs - startMs) }))
    .toSorted((one, other) => one.atMs - other.atMs || ACTS.indexOf(one.act) - ACTS.indexOf(other.act));
  return {
    unit: pair.unit,
    kind: pair.kind,
    strategy: pair.b.strategy,
    orderIds: [pair.a.id, pair.b.id],
    title: titleOf(pair),
    explanation: storyOf(pair, {
      stock,
      seenAtMs: round((times.a[3] ?? startMs) - startMs),
      wroteAtMs: round((times.b[2] ?? startMs) - startMs),
    }),
    steps,
    stock: [{ atMs: 0, value: steps[0]?.value ?? stock }, ...changesUntil(line, pair, times)].slice(
      -limits.witnessStockMax,
    ),
  };
}

/**
 * B did not see A's write, so it was committed after B had asked; and B's write had to wait for it. The clocks of two
 * machines tell the same but for a moment, which is set right here.
 */
function timesOf({ a, b }: Pair): PairTimes | null {
  const seen = Math.max(a.seenAtMs, b.trace.readAtMs);
  if (seen > b.writtenAtMs) return null;
  return { a: risingTimes(a, seen), b: risingTimes(b, b.seenAtMs) };
}

function risingTimes({ trace, writtenAtMs }: Recorded, seenAtMs: number): number[] {
  const readAtMs = Math.min(trace.readAtMs, writtenAtMs);
  const checkedAtMs = Math.min(Math.max(trace.checkedAtMs, readAtMs), writtenAtMs);
  return [readAtMs, checkedAtMs, writtenAtMs, seenAtMs];
}

function stepsOf(pair: Pair, role: 'A' | 'B', times: readonly number[]): WitnessStep[] {
  const order = role === 'A' ? pair.a : pair.b;
  const { readValue, writeValue } = order.trace;
  // B acted on an old number, so its values tell how it writes; A does as B does, if both ran the same.
  const writesBack = wroteBack(order.strategy === pair.b.strategy ? pair.b : order);
  return ACTS.map((act, index) => ({
    atMs: times[index] ?? 0,
    role,
    buyerId: order.buyerId,
    act,
    action: actionOf(act, order, writesBack),
    value: { READ: readValue, CHECK: null, WRITE: writeValue, COMMIT: writeValue }[act],
  }));
}

/** How the row changed after the first step, which is a read, until B's commit: as others saw it. */
function changesUntil(line: readonly PlacedOrder[], { a, b }: Pair, times: PairTimes): StockChange[] {
  const startMs = Math.min(...times.a, ...times.b);
  const changes: StockChange[] = [];
  for (const { id, trace, seenAtMs } of line.slice(0, b.number)) {
    const atMs = round((id === a.id ? (times.a[3] ?? seenAtMs) : seenAtMs) - startMs);
    if (trace === null || atMs <= 0) continue;
    changes.push({ atMs: Math.max(atMs, changes.at(-1)?.atMs ?? 0), value: trace.writeValue });
  }
  return changes;
}

/** To a microsecond, which is as exact as Postgres' clock. */
function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
