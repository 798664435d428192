import type { Witness } from './witness.ts';

/** One moment of a buyer. */
export interface Beat {
  readonly atMs: number;
  readonly value: number | null;
  readonly action: string;
}

/** What a buyer did, from its read to its commit. */
export interface Lane {
  readonly buyerId: string;
  readonly read: Beat;
  readonly check: Beat;
  readonly write: Beat;
  readonly commit: Beat;
}

/** What stood in the row for a while. `had`: units left; `gone`: none; `wrong`: what must not be. */
export interface Segment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number;
  readonly tone: 'had' | 'gone' | 'wrong';
}

/** A stretch of time. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the timeline draws. Milliseconds from the first step. */
export interface Score {
  readonly a: Lane;
  readonly b: Lane;
  readonly row: readonly Segment[];
  /** While what B had read was no longer true, until it acted on it. */
  readonly stale: Stretch;
  readonly endMs: number;
}

/** The picture of a witness. Null when a step is missing, which a saved run of another version might do. */
export function scoreOf(witness: Witness): Score | null {
  const a = laneOf(witness, 'A');
  const b = laneOf(witness, 'B');
  if (a === null || b === null) return null;
  const { value } = b.read;
  const changed = witness.stock.find((change) => change.atMs > b.read.atMs && change.value !== value);
  const fromMs = Math.min(changed?.atMs ?? a.commit.atMs, a.commit.atMs);
  return {
    a,
    b,
    row: segmentsOf(witness, b.commit.atMs),
    stale: { fromMs: Math.max(fromMs, b.read.atMs), toMs: b.write.atMs },
    endMs: Math.max(a.commit.atMs, b.commit.atMs),
  };
}

/** How many sales were committed strictly within a stretch of time. */
export function salesWithin({ row }: Score, { fromMs, toMs }: Stretch): number {
  return row.filter((segment) => segment.fromMs > fromMs && segment.fromMs < toMs).length;
}

function laneOf({ steps }: Witness, role: 'A' | 'B'): Lane | null {
  const beat = (act: string): Beat | undefined =>
    steps.find((step) => step.role === role && step.act === act);
  const read = beat('READ');
  const check = beat('CHECK');
  const write = beat('WRITE');
  const commit = beat('COMMIT');
  const buyerId = steps.find((step) => step.role === role)?.buyerId;
  if (!read || !check || !write || !commit || buyerId === undefined) return null;
  return { buyerId, read, check, write, commit };
}

function segmentsOf({ stock, kind }: Witness, lastMs: number): Segment[] {
  return stock.map(({ atMs, value }, index) => ({
    fromMs: atMs,
    toMs: stock[index + 1]?.atMs ?? Infinity,
    value,
    tone: toneOf(value, kind === 'ERASED' ? atMs >= lastMs : value < 0),
  }));
}

function toneOf(value: number, isWrong: boolean): Segment['tone'] {
  if (isWrong) return 'wrong';
  return value > 0 ? 'had' : 'gone';
}
