/**
 * What the server and the attack generator say to each other over the IPC channel of `child_process.fork`.
 * Types only: importing this file costs nothing and pulls in nothing.
 *
 * The parent sends `start` right after the fork and `stop` at any time. The child answers `ready` once every
 * buyer's connection is open (the measured run begins in the same moment), `progress` every 100 ms, and ends
 * with exactly one `done` or `failed`, after which it exits. It also exits when the parent disconnects.
 */

/** One attack, fully determined: the same plan sends the same buyers and keys in the same order. */
export interface AttackPlan {
  /** The GraphQL endpoint. Its host must be a loopback address, its scheme http. */
  readonly url: string;
  readonly saleId: string;
  /** A value of the schema's PurchaseStrategy. */
  readonly strategy: string;
  /** Purchases in all, 1 to 100,000. Each is by a buyer of its own: `buyer-0001`, `buyer-0002`, ... */
  readonly requests: number;
  /**
   * Purchases under way at once, each on a connection of its own, 1 to 2,000. OPEN: one that is due while all are busy
   * waits for the next that gets free.
   */
  readonly concurrency: number;
  /** A 32-bit integer from which the idempotency keys are derived. */
  readonly seed: number;
  /**
   * CLOSED: each of `concurrency` places sends its next purchase when the answer to the last one is in.
   * OPEN: purchases are due at random times (a Poisson process from `seed`), however late the answers are.
   */
  readonly model: 'CLOSED' | 'OPEN';
  /** OPEN only, and needed there: purchases due in a second on average, 1 to 20,000. */
  readonly requestsPerSecond?: number | null;
  /** How long one purchase may take before its end counts as unknown, 100 to 60,000 ms. Default 10,000. */
  readonly timeoutMs?: number;
}

export type GeneratorCommand =
  { readonly type: 'start'; readonly plan: AttackPlan } | { readonly type: 'stop' };

export type GeneratorEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly report: AttackReport }
  | { readonly type: 'done'; readonly report: AttackReport }
  /** The plan could not be run; nothing was bought. */
  | { readonly type: 'failed'; readonly message: string };

/**
 * What an attack has done so far. At any moment
 * `sent = confirmed + soldOut + rejected + failed + unknown + inFlight`.
 */
export interface AttackReport {
  /** Purchases begun. */
  readonly sent: number;
  /** Purchases to which any HTTP answer came. Only these have a `latency`. */
  readonly answered: number;
  /** PurchaseConfirmed. */
  readonly confirmed: number;
  /** Of the confirmed, those whose order stood before this run, under the same key: no order of its own. */
  readonly replayed: number;
  /** SoldOut. */
  readonly soldOut: number;
  /** LimitReached, SaleNotOpen, IdempotencyMismatch, Overloaded. */
  readonly rejected: number;
  /** GraphQL errors, any HTTP status but 200, connection refused: certainly or very likely not bought. */
  readonly failed: number;
  /**
   * InProgress even when asked again 8 times, no answer in time, connection lost after the request was sent, a
   * reservation (PurchasePending) without an end in time: bought or not, nobody told.
   */
  readonly unknown: number;
  readonly inFlight: number;
  /** From the first purchase to the last end (or to now), milliseconds. */
  readonly durationMs: number;
  /**
   * From when the first purchase began to the last PurchaseConfirmed of a new order (of a reservation: to when its buyer
   * heard that the order stands), milliseconds with microseconds behind the point; null while there is none.
   */
  readonly sellingMs: number | null;
  /** When the first purchase was sent: Unix time in milliseconds with microseconds behind the point. */
  readonly startedAtMs: number;
  /** From the moment a request was written to its connection, to its answer; of a reservation to its end. */
  readonly latency: LatencySummary;
  /**
   * From the moment a request was due. OPEN: its time in the schedule. CLOSED: the start, or the answer to the purchase
   * before it in its place. Purchases of unknown end, and buyers who were still in line when the run was ended, count with
   * the time that they had waited until then: the least that it would have been.
   */
  readonly latencyCorrected: LatencySummary;
  /** `latency`, on half-octave buckets; empty buckets are left out. */
  readonly histogram: readonly LatencyBucket[];
  /** At most 120. */
  readonly frames: readonly AttackFrame[];
  /** True when the run was over its time and something was left of it, which was not sent. */
  readonly cutOff: boolean;
  /** True when the generator, not the server, was the limit; the rule stands in saturation.ts. */
  readonly saturated: boolean;
  readonly eventLoop: EventLoopFigures;
}

/** Percentiles are exact to 1.1 %; count, mean and maximum are exact. All 0 while count is 0. */
export interface LatencySummary {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

/** Answers that took at most `upToMs` and longer than the bucket below (which is `upToMs` / sqrt 2). */
export interface LatencyBucket {
  readonly upToMs: number;
  readonly count: number;
}

/** One slice of the attack's time; slices are equally wide and leave no gap. */
export interface AttackFrame {
  /** End of the slice, milliseconds from the start of the attack. */
  readonly atMs: number;
  /** Totals up to the end of the slice. */
  readonly sent: number;
  readonly answered: number;
  /** Without the replayed. */
  readonly confirmed: number;
  /** Of the answers that arrived within the slice; null where none did. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** The same answers on half-octave buckets. */
  readonly histogram: readonly LatencyBucket[];
}

/** How busy the generator's own process was during the run. */
export interface EventLoopFigures {
  /** 0 to 1. */
  readonly utilization: number;
  /** How late a timer ran, 99th percentile, milliseconds. */
  readonly delayP99Ms: number;
  /** OPEN: how late purchases began that found a free connection, 99th percentile, milliseconds. CLOSED: 0. */
  readonly lateP99Ms: number;
}
