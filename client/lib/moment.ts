import type { Verdict } from './model.ts';

/** Where a purchase waits. `null` is a figure that nobody recorded for this moment. */
export interface PathMoment {
  readonly inFlight: number | null;
  readonly poolInUse: number | null;
  readonly poolSize: number | null;
  readonly poolWaiting: number | null;
  readonly lockWaiting: number | null;
  readonly groupWaiting: number | null;
  readonly sent: number | null;
  readonly answered: number | null;
  readonly confirmed: number | null;
}

/** `running`: an attack is under way. `replay`: a moment inside a run that is over. `ended`: its last moment. */
export type Mode = 'loading' | 'idle' | 'running' | 'replay' | 'ended';

/** What all panes show at one instant: the sale as it is now, or a moment of a run that is played again. */
export interface Moment {
  readonly mode: Mode;
  readonly stock: number;
  /** Units in durable orders. */
  readonly sold: number | null;
  /** The stock row of Postgres; below zero when it was oversold. */
  readonly remaining: number | null;
  readonly held: number | null;
  readonly pooled: number | null;
  readonly redis: number | null;
  /** Units beyond the stock. */
  readonly oversold: number;
  /** Milliseconds into the run; null when no run is shown. */
  readonly atMs: number | null;
  /** What the books said, once they have been read and the moment is the last one. */
  readonly verdict: Verdict | null;
  readonly path: PathMoment;
}

/** Where nothing is known. */
export const NO_PATH: PathMoment = {
  inFlight: null,
  poolInUse: null,
  poolSize: null,
  poolWaiting: null,
  lockWaiting: null,
  groupWaiting: null,
  sent: null,
  answered: null,
  confirmed: null,
};

/** Units that any strategy can still sell, those in the pool included; null where nobody knows. */
export function leftOf({ remaining, pooled }: Pick<Moment, 'remaining' | 'pooled'>): number | null {
  return remaining === null ? null : remaining + (pooled ?? 0);
}
