import { once } from 'node:events';

/**
 * Lets time go by: for how long a fault lasts, how a load is paced, and how often something is looked at. Never to hope
 * that an effect has come: that is what `until` looks for.
 */
export async function elapse(ms: number): Promise<void> {
  await once(AbortSignal.timeout(Math.max(1, Math.ceil(ms))), 'abort');
}

/** Looks until `look` finds something. @throws Error that says what did not come. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  { maxMs = 30_000, everyMs = 20 } = {},
): Promise<Found> {
  const giveUpAt = performance.now() + maxMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${maxMs} ms`);
    await elapse(everyMs);
  }
}

/** How late this machine is. */
export interface Starvation extends Disposable {
  /** Milliseconds by which timers were late between two moments: nobody can have been faster. */
  between(from: number, to: number): number;
}

const TICK_MS = 50;

/** Watches a timer, so that a machine which does three things at once does not fail a test of promptness. */
export function watchStarvation(): Starvation {
  const late: { at: number; ms: number }[] = [];
  const state = { running: true };
  const watch = async (): Promise<void> => {
    while (state.running) {
      const from = performance.now();
      await elapse(TICK_MS);
      const ms = performance.now() - from - TICK_MS;
      if (ms > 5) late.push({ at: from, ms });
    }
  };
  void watch();
  return {
    between: (from, to) =>
      late.filter(({ at, ms }) => at < to && at + ms + TICK_MS > from).reduce((sum, { ms }) => sum + ms, 0),
    [Symbol.dispose]: () => void (state.running = false),
  };
}
