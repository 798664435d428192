import type { Audit, Verdict } from './audit.ts';
import type { LatencySummary } from './histogram.ts';
import type { SpanTotal } from './spans.ts';

/** QUEUED waits for the attack before it, RUNNING sends, the rest are ends. */
export type AttackState = 'QUEUED' | 'RUNNING' | 'FINISHED' | 'STOPPED' | 'FAILED';

/**
 * How buyers arrive. CLOSED: a fixed number of buyers, each waits for its answer. OPEN: at random times, so many a second
 * on average, however late the answers are.
 */
export type LoadModel = 'CLOSED' | 'OPEN';

/** Counts on a half-open scale: answers slower than the bucket before and not slower than `upToMs`. */
export interface LatencyBucket {
  readonly upToMs: number;
  readonly count: number;
}

/** One slice of a run as the generator measured it; sent, answered and confirmed are totals up to its end. */
export interface AttackFrame {
  readonly atMs: number;
  readonly sent: number;
  readonly answered: number;
  readonly confirmed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly histogram: readonly LatencyBucket[];
}

/** What the generator reports while it runs and when it is done. Durations in milliseconds. */
export interface AttackFigures {
  readonly sent: number;
  readonly confirmed: number;
  /** Of the confirmed, those whose order stood before the attack; absent from runs kept before they were told apart. */
  readonly replayed?: number;
  readonly soldOut: number;
  readonly rejected: number;
  readonly failed: number;
  readonly unknown: number;
  readonly durationMs: number;
  /** From the first purchase to the last confirmation; null while there is none, absent from runs kept before it was measured. */
  readonly sellingMs?: number | null;
  readonly latency: LatencySummary;
  readonly latencyCorrected: LatencySummary;
  readonly histogram: readonly LatencyBucket[];
  readonly frames: readonly AttackFrame[];
  readonly saturated: boolean;
}

/**
 * Durable orders per second, from the first purchase to the last confirmation: what follows is refusals, which would make
 * any rate of orders as small as one likes. Of old runs only the slice is known in which the last order was confirmed.
 */
export function ordersPerSecond({
  confirmed,
  replayed = 0,
  sellingMs,
  frames,
  durationMs,
}: AttackFigures): number {
  const orders = confirmed - replayed;
  const sliceEnd = (): number => frames.find((frame) => frame.confirmed >= orders)?.atMs ?? durationMs;
  return perSecond(orders, sellingMs ?? sliceEnd());
}

/** 0 while no time has passed. */
export function perSecond(count: number, timeMs: number): number {
  return timeMs > 0 ? (count * 1_000) / timeMs : 0;
}

/** What was asked for. */
export interface AttackPlan {
  readonly saleId: string;
  readonly strategy: string;
  readonly requests: number;
  readonly concurrency: number;
  readonly model: LoadModel;
  /** How many buyers arrive a second; null if and only if the model is CLOSED. */
  readonly requestsPerSecond: number | null;
  /** Resets the sale to this stock first; null leaves the sale as it is. */
  readonly stock: number | null;
  readonly raceWindowMs: number | null;
  readonly seed: number;
}

/** Samples of how many sessions of Postgres waited for a lock. */
export interface LockWaits {
  readonly samples: number;
  readonly waitingMean: number;
  readonly waitingMax: number;
}

/** One run against a sale. */
export interface Attack {
  readonly id: string;
  readonly plan: AttackPlan;
  readonly state: AttackState;
  /** The epoch it ran in and the stock and race window it met; null until it has begun. */
  readonly epoch: number | null;
  readonly stock: number;
  readonly raceWindowMs: number;
  readonly figures: AttackFigures;
  readonly audit: Audit | null;
  /** Where the time of its purchases went, as the server measured it; empty until it has finished. */
  readonly spans: readonly SpanTotal[];
  /** Sessions of Postgres that waited for a lock while it ran; null until it has finished. */
  readonly lockWaits: LockWaits | null;
  readonly error: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** Which attacks to list: `first` of them at most, of one sale or all, with one verdict or any. */
export interface AttackQuery {
  readonly saleId: string | null;
  readonly verdict: Verdict | null;
  readonly first: number;
}
