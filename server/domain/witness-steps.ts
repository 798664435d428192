import { actionOf } from './witness-words.ts';
import type { StockChange, Testimony, Witness } from './witness.ts';

/** What a buyer did. */
export type WitnessAct = 'READ' | 'CHECK' | 'WRITE' | 'COMMIT';

/** One thing that one of the two buyers did. */
export interface WitnessStep {
  /** Milliseconds since the first step. */
  readonly atMs: number;
  readonly role: 'A' | 'B';
  readonly buyerId: string;
  readonly act: WitnessAct;
  /** The same in words. */
  readonly action: string;
  /** What was read, or what stood in the stock's row afterwards; null for a check. */
  readonly value: number | null;
}

/** What comes first of two steps at the same microsecond: B read before A's commit could be seen, and wrote after it. */
const ORDER = ['B READ', 'A READ', 'B CHECK', 'A CHECK', 'A WRITE', 'A COMMIT', 'B WRITE', 'B COMMIT'];

/** The moment of the first step, in the time of the testimony. */
function beginningOf({ a, b }: Witness): number {
  return Math.min(a.readAtMs, b.readAtMs);
}

/** What both did, in the order of time. */
export function stepsOf(witness: Witness): WitnessStep[] {
  const startMs = beginningOf(witness);
  return (['A', 'B'] as const)
    .flatMap((role) => stepsOfOne(witness, role))
    .map((step) => ({ ...step, atMs: sinceMs(step.atMs, startMs) }))
    .toSorted((one, other) => one.atMs - other.atMs || placeOf(one) - placeOf(other));
}

/** What stood in the row from the first step, which is a read, to B's commit. */
export function stockOf(witness: Witness, { stockChanges }: Pick<Testimony, 'stockChanges'>): StockChange[] {
  const { a, b } = witness;
  const startMs = beginningOf(witness);
  const first = stepsOf(witness)[0]?.value ?? a.readValue;
  const later = stockChanges
    .filter(({ atMs }) => atMs > startMs && atMs <= b.committedAtMs)
    .map(({ atMs, value }) => ({ atMs: sinceMs(atMs, startMs), value }));
  // The change that the first read saw may have been noted a moment after it.
  const news = later[0]?.value === first ? later.slice(1) : later;
  return [{ atMs: 0, value: first }, ...news];
}

function stepsOfOne(witness: Witness, role: 'A' | 'B'): WitnessStep[] {
  const buyer = role === 'A' ? witness.a : witness.b;
  const { buyerId, readValue, writeValue } = buyer;
  const step = (act: WitnessAct, atMs: number, value: number | null): WitnessStep => {
    return { atMs, role, buyerId, act, action: actionOf(act, witness, role), value };
  };
  return [
    step('READ', buyer.readAtMs, readValue),
    step('CHECK', buyer.checkedAtMs, null),
    step('WRITE', buyer.writeAtMs, writeValue),
    step('COMMIT', buyer.committedAtMs, writeValue),
  ];
}

function placeOf({ role, act }: WitnessStep): number {
  return ORDER.indexOf(`${role} ${act}`);
}

/** Without the noise that a subtraction of fractions leaves. */
function sinceMs(atMs: number, startMs: number): number {
  return Math.round((atMs - startMs) * 1_000) / 1_000;
}
