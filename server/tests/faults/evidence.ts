import type { Wish } from './history.ts';
import type { Snapshot, StoredOrder } from './observer.ts';
import type { Outage } from './replica.ts';

/** All that is known of a round once it is over. */
export interface Evidence {
  readonly wishes: readonly Wish[];
  readonly snapshots: readonly Snapshot[];
  readonly orders: readonly StoredOrder[];
  /** The books after the drain, in which everybody bought until nobody could. */
  readonly final: Snapshot;
  readonly verdict: { readonly verdict: string; readonly explanation: string };
  /** How long reservations were pending after the last answer, beside how long they may; in ms. */
  readonly pendingMs: number;
  readonly pendingMaxMs: number;
  /** Replica by replica, when it was down or stopped. */
  readonly outages: ReadonlyMap<string, readonly Outage[]>;
  /** What processes wrote or did that they should not. */
  readonly surprises: readonly string[];
  /** From the moment the cause was gone to the first purchase confirmed after it; null where nothing was left to sell. */
  readonly recoveryMs: number | null;
  readonly recoveryMaxMs: number;
  /** By how much timers of this machine were late between two moments. */
  readonly starvedMs: (from: number, to: number) => number;
}

/** What the one line at the end counts, and everything else that must not be. */
export type Wrong =
  'oversold' | 'lost' | 'leaked' | 'twice' | 'untrue' | 'late' | 'failed' | 'undecided' | 'died';

/** One broken promise. */
export interface Violation {
  readonly wrong: Wrong;
  readonly words: string;
  /** Units or orders concerned. */
  readonly count: number;
}
