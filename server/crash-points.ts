/**
 * The lines of the purchase protocol on which a process may die and which the fault tests kill it on, in its order:
 * before the gate is asked, with units reserved, with the group's statement about to be sent, with the order committed and
 * its reservation pending and nobody told, with the gate told and perhaps the buyer; and outside of a purchase, with a new epoch
 * or fence in Postgres and no gate in Redis yet (`rebuild-fenced`: that of all sales), and with overdue reservations looked
 * up and not settled.
 */
export type CrashPoint =
  | 'before-reserve'
  | 'reserved'
  | 'before-group'
  | 'committed'
  | 'settled'
  | 'fenced'
  | 'rebuild-fenced'
  | 'reaper-looked-up';

const injected: unknown = Reflect.get(globalThis, Symbol.for('flash-sale.crash-points'));

/** Marks such a line. Does nothing, unless the process was started with a preload that put a function in its place. */
export const crashPoint: (point: CrashPoint) => void =
  typeof injected === 'function' ? (point) => void Reflect.apply(injected, null, [point]) : () => undefined;
