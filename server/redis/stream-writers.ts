import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { Truth } from '../domain/truth.ts';
import { isRedisAway } from './errors.ts';
import type { StreamEntry, StreamName } from './purchase-stream.ts';
import { createUnderWay } from './under-way.ts';
import { writeBehind, type WriterDeps } from './write-behind.ts';

const LOOK_EVERY_MS = 1_000;
/** Longer than a writer may take to decide a purchase, so that two never decide the same one. */
const CLAIM_AFTER_MS = 6_000;
const BATCH_MAX = 256;
const UNDER_WAY_MAX = 1_024;

/** The writers of a replica: they write what stands in the streams, whoever appended it. */
export interface StreamWriters {
  /** Something was appended: read it now and not with the next look. Does nothing before the start. */
  wake(name: StreamName): void;
  /**
   * Disposing it finishes what was taken from the streams and leaves the rest to the others. `byHand`: reads when it is
   * woken and never by the clock, and gives up nothing because time has passed.
   */
  start(options: { readonly byHand: boolean }): AsyncDisposable & { idle(): Promise<void> };
}

/** What they stand on. */
export interface StreamWritersDeps extends WriterDeps {
  readonly truth: Pick<Truth, 'existing' | 'recentStanding'>;
}

/** Writers that have not begun. */
export function createStreamWriters(deps: StreamWritersDeps): StreamWriters {
  const { stream, truth, ends } = deps;
  const underWay = createUnderWay(UNDER_WAY_MAX);
  const readers = new Map<string, () => void>();
  const state = { isOpen: false, byHand: false };
  const failed = (error: unknown): void => {
    // Whatever a store that is away leaves undone is found again.
    if (!isRedisAway(error)) ends.failed(error);
  };

  const begin = (entries: readonly StreamEntry[], taken: { takenAt: number; isAgain: boolean }): void => {
    for (const entry of entries)
      underWay.begin(entry, () => writeBehind(deps, { ...entry, ...taken }).catch(failed));
  };

  async function readAll(name: StreamName): Promise<void> {
    while (state.isOpen) {
      // eslint-disable-next-line no-await-in-loop -- one batch after the other, as far as there is room for them
      await underWay.room();
      const takenAt = state.byHand ? Infinity : performance.now();
      // eslint-disable-next-line no-await-in-loop -- as above
      const entries = await stream.read(name, BATCH_MAX);
      begin(entries, { takenAt, isAgain: false });
      if (entries.length === 0) return;
    }
  }

  function wake(name: StreamName): void {
    if (!state.isOpen) return;
    const key = nameOf(name);
    const read = readers.get(key) ?? oneAtATime(() => underWay.during(readAll(name)), failed);
    readers.set(key, read);
    read();
  }

  /** What no replica was woken for, what dead ones have left, and streams that have nothing more to come. */
  async function look(): Promise<void> {
    for (const name of await stream.list()) {
      wake(name);
      const takenAt = performance.now();
      // eslint-disable-next-line no-await-in-loop -- one stream after the other: this is never a load of its own
      const left = await stream.claim(name, CLAIM_AFTER_MS, BATCH_MAX);
      begin(left, { takenAt, isAgain: true });
      // eslint-disable-next-line no-await-in-loop -- as above
      const sale = await truth.recentStanding(name.saleId);
      // Of a fence that is newer than what was read of its sale there is more to come.
      if (sale !== null && sale.fence <= name.fence) continue;
      // eslint-disable-next-line no-await-in-loop -- as above
      await stream.retire(name);
      readers.delete(nameOf(name));
    }
  }

  return {
    wake,
    start({ byHand }) {
      Object.assign(state, { isOpen: true, byHand });
      const lookNow = oneAtATime(look, failed);
      const timer = byHand ? undefined : setInterval(lookNow, LOOK_EVERY_MS);
      return {
        idle: () => underWay.idle(),
        async [Symbol.asyncDispose]() {
          state.isOpen = false;
          clearInterval(timer);
          await underWay.idle();
        },
      };
    },
  };
}

function nameOf({ saleId, fence }: StreamName): string {
  return `${saleId}/${fence}`;
}
