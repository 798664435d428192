import type { LockWaits } from '../domain/attack.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 50;

/** Samples while a run lasts. */
export interface LockSampler {
  /** Stops, and tells what it saw; null when it never got to look. */
  stop(): LockWaits | null;
}

/** Counts the sessions of the database that wait for a lock, again and again. A count that fails is no sample. */
export function sampleLockWaits(countLockWaits: () => Promise<number>): LockSampler {
  let samples = 0;
  let sum = 0;
  let waitingMax = 0;
  const look = async (): Promise<void> => {
    const waiting = await countLockWaits();
    samples += 1;
    sum += waiting;
    waitingMax = Math.max(waitingMax, waiting);
  };
  const looking = repeat(look, { everyMs: EVERY_MS, onError: () => undefined });
  return {
    stop() {
      looking[Symbol.dispose]();
      return samples === 0 ? null : { samples, waitingMean: sum / samples, waitingMax };
    },
  };
}
