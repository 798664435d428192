import type { Random } from './random.ts';

/** Whose work it is. Once it is dead nothing of it runs again. */
export interface Owner {
  readonly name: string;
  alive: boolean;
}

/** Virtual time, and everything that will happen in it. */
export interface Scheduler {
  /** Milliseconds since the run began. */
  now(): number;
  /** How many things have happened. */
  steps(): number;
  /** Lets something happen later. It belongs to whoever asks for it, unless said otherwise. */
  after(delayMs: number, run: () => void, owner?: Owner | null): () => void;
  /** Resolves after so long. */
  sleep(delayMs: number): Promise<void>;
  /** Lets things happen one by one until it is done. Throws when nothing is left to happen, or too much happens. */
  runUntil(done: () => boolean, stepsMax: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly tie: number;
  readonly owner: Owner | null;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * One thing at a time, the next by time and by the seed. Between two of them every promise that can go on does so: the
 * queue of ticks runs when that of promises is empty, and no timer or socket of the real world comes in between.
 */
export function createScheduler(random: Random): Scheduler {
  /** Latest first, so that the next is the last. */
  const events: Event[] = [];
  let now = 0;
  let steps = 0;
  let owner: Owner | null = null;

  function after(delayMs: number, run: () => void, as: Owner | null = owner): () => void {
    const event = { at: now + delayMs, tie: random.next(), owner: as, run, cancelled: false };
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = events[middle];
      if (other !== undefined && isLater(other, event)) low = middle + 1;
      else high = middle;
    }
    events.splice(low, 0, event);
    return () => void (event.cancelled = true);
  }

  return {
    now: () => now,
    steps: () => steps,
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    async runUntil(done, stepsMax) {
      while (!done()) {
        const event = events.pop();
        if (event === undefined) throw new Error('nothing is left to happen, and somebody waits');
        if (event.cancelled || event.owner?.alive === false) continue;
        if ((steps += 1) > stepsMax) throw new Error(`still going on after ${stepsMax} steps`);
        now = event.at;
        owner = event.owner;
        event.run();
        await promisesRest();
        owner = null;
      }
    },
  };
}

function isLater(a: Event, b: Event): boolean {
  return a.at === b.at ? a.tie > b.tie : a.at > b.at;
}

function promisesRest(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
