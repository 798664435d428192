import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { OwnedProcess } from './owned-process.ts';
import type { StopStep } from './processes.ts';
import { wordsOf } from './words-of.ts';

/** The first try comes at once; the pause before the second, which doubles with each that follows. */
const PAUSE_MIN_MS = 250;
const PAUSE_MAX_MS = 5_000;
/** A process that has lived so long owes nothing to how the one before it died. */
const LIVED_MS = 60_000;

/** A store that runs, and how it is run again. */
export interface Supervised {
  /** As the log names it, e.g. "the embedded PostgreSQL". */
  readonly name: string;
  readonly first: OwnedProcess;
  /**
   * Starts it again where it was: same data, port and password. Resolves when it answers, rejects in words. Once `signal`
   * is aborted it ends what it has begun, and rejects.
   */
  readonly start: (signal: AbortSignal) => Promise<OwnedProcess>;
  /** Otherwise its end is logged, and that is all. */
  readonly startsAgain: boolean;
  readonly steps: readonly StopStep[];
  /** What it says itself. */
  readonly logPath: string;
  readonly log: Log;
}

/** Starts a store again whenever it ends though nobody stopped it, until this is disposed: that stops it for good. */
export function supervise(supervised: Supervised): AsyncDisposable {
  const { name, first, steps, logPath, log } = supervised;
  const stop = new AbortController();
  let current = first;
  const watch = async (): Promise<void> => {
    for (let tries = 0; ;) {
      const bornAt = performance.now();
      const how = await current.ended;
      if (stop.signal.aborted) return;
      if (!supervised.startsAgain) return log.error({ logPath }, `${name} ${how}`);
      if (performance.now() - bornAt >= LIVED_MS) tries = 0;
      const again = await startAgain(supervised, { how, tries, signal: stop.signal });
      if (again === null) return;
      ({ process: current, tries } = again);
    }
  };
  const watching = watch();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await current.stop(steps);
      await watching;
    },
  };
}

interface Death {
  readonly how: string;
  /** Since it last lived for a while. */
  readonly tries: number;
  readonly signal: AbortSignal;
}

/** Tries until it runs: null when it was stopped meanwhile. */
async function startAgain(
  { name, start, steps, logPath, log }: Supervised,
  { how, tries, signal }: Death,
): Promise<{ process: OwnedProcess; tries: number } | null> {
  const diedAt = performance.now();
  log.error({ logPath }, `${name} ${how}: it is started again${inSeconds(pauseBefore(tries))}`);
  for (let next = tries; ; next++) {
    try {
      await delay(pauseBefore(next), undefined, { signal, ref: false });
      const process = await start(signal);
      if (signal.aborted) return await process.stop(steps).then(() => null);
      log.warn(`${name} is back after ${((performance.now() - diedAt) / 1_000).toFixed(1)} s`);
      return { process, tries: next + 1 };
    } catch (error) {
      if (signal.aborted) return null;
      log.error(
        { why: wordsOf(error) },
        `${name} could not be started again: the next try comes${inSeconds(pauseBefore(next + 1))}`,
      );
    }
  }
}

function pauseBefore(tries: number): number {
  return tries === 0 ? 0 : Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** (tries - 1));
}

function inSeconds(pauseMs: number): string {
  return pauseMs === 0 ? ' at once' : ` in ${pauseMs / 1_000} s`;
}
