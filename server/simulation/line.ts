import type { Fault } from './faults.ts';
import type { Owner } from './scheduler.ts';
import type { Step } from './steps.ts';
import type { Store } from './store.ts';
import type { World } from './world.ts';

/** How a call ended. */
export type End<T> =
  | { readonly ok: true; readonly value: T; readonly words?: string }
  | { readonly ok: false; readonly error: Error };

/** Does the work at the store, then says how it ended, at once or later. */
export type Serve<T> = (reply: (end: End<T>) => void) => void;

/** What the clients of a store know of its errors, and what the network does to them. */
export interface LineRules {
  /** A call without an answer ends so long after it was sent. */
  readonly giveUpMs: number;
  /** No connection comes free: nothing is sent. */
  readonly refuses: Fault;
  readonly requestLost: Fault;
  readonly requestLate: Fault;
  readonly replyLost: Fault;
  /** The command arrives twice. */
  readonly twice?: Fault;
  refused(): Error;
  broken(): Error;
  gaveUp(): Error;
}

/** One replica's connections to one store. */
export interface Line {
  /** Never ends when the replica dies. */
  call<T>(step: Step, detail: string, serve: Serve<T>): Promise<T>;
}

/** The detail of calls that are not worth a line unless they end in something. */
export const QUIET = '';
const LATE_MAX_MS = 12_000;
const CLOSE_MS = 1;

/** A line on which messages are late, lost, repeated and overtaken. */
export function createLine(world: World, options: { owner: Owner; store: Store; rules: LineRules }): Line {
  const { scheduler, faults } = world;
  const { owner, store, rules } = options;

  function deliver<T>(serve: Serve<T>, delayMs: number, answered: (end: End<T>) => void): void {
    const life = store.life();
    const arrive = (): void => {
      if (store.life() !== life || !store.isUp()) return;
      const thaw = store.frozenUntil() - scheduler.now();
      if (thaw > 0) return void scheduler.after(thaw + world.delay(), arrive, null);
      serve((end) => {
        if (faults.strikes(rules.replyLost) || store.isCutFrom(owner)) return;
        scheduler.after(world.delay(), () => answered(end), owner);
      });
    };
    scheduler.after(delayMs, arrive, null);
  }

  return {
    call<T>(step: Step, detail: string, serve: Serve<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        if (!owner.alive || world.diesAt(owner, step, 'before')) return;
        if (!store.isUp() || store.isCutFrom(owner) || faults.strikes(rules.refuses)) {
          world.note(owner.name, `${step} ${detail}: refused`);
          scheduler.after(CLOSE_MS, () => reject(rules.refused()), owner);
          return;
        }
        const isQuiet = detail === QUIET;
        if (!isQuiet) world.note(owner.name, `${step} ${detail}`);
        let open = true;
        const end = (how: End<T>): void => {
          if (!open || !owner.alive) return;
          open = false;
          giveUp();
          stopListening();
          const words = how.ok ? (how.words ?? JSON.stringify(how.value)) : how.error.message;
          if (!isQuiet || words !== '[]') world.note(owner.name, `${step} ${detail} -> ${words}`);
          if (world.diesAt(owner, step, 'answered')) return;
          if (how.ok) resolve(how.value);
          else reject(how.error);
        };
        // Errors are made when they happen: most calls end well, and a stack trace costs more than the call.
        const fail = (error: () => Error, afterMs: number): (() => void) =>
          scheduler.after(afterMs, () => end({ ok: false, error: error() }), owner);
        const giveUp = fail(rules.gaveUp, rules.giveUpMs);
        const stopListening = store.onBroken(() => fail(rules.broken, CLOSE_MS));
        if (!faults.strikes(rules.requestLost)) {
          const lateMs = faults.strikes(rules.requestLate) ? world.random.next() * LATE_MAX_MS : 0;
          deliver(serve, world.delay() + lateMs, end);
          if (rules.twice !== undefined && faults.strikes(rules.twice))
            deliver(serve, world.delay() + world.random.next() * LATE_MAX_MS, end);
        }
        world.diesAt(owner, step, 'sent');
      });
    },
  };
}
