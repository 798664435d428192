import type { Books } from './books.ts';
import type { End } from './line.ts';
import type { Store } from './store.ts';
import type { World } from './world.ts';

/** What a transaction found under the row's lock, and what its commit writes. */
export interface Work<T> {
  readonly value: T;
  readonly write?: Partial<Books>;
  readonly words?: string;
}

/** The transactions of one sale: one at a time, by the lock on its row. */
export interface PostgresServer {
  readonly books: Readonly<Books>;
  /** Decides under the lock. The answer follows the commit, if there is one. */
  transaction<T>(work: () => Work<T>, reply: (end: End<T>) => void): void;
}

const STATEMENT_TIMEOUT_MS = 2_500;
const COMMIT_LATE_MAX_MS = 13_000;

/** SQLSTATEs of what Postgres takes back as a whole. */
function rolledBack(code: '40001' | '57014'): Error {
  return Object.assign(new Error(`rolled back, ${code}`), { code });
}

/** A server on these books. `committed` hears of each commit that wrote something. */
export function createPostgresServer(
  world: World,
  options: { store: Store; books: Books; committed: () => void },
): PostgresServer {
  const { store, books, committed } = options;
  const { scheduler, faults } = world;
  let waiting: (() => void)[] = [];
  let held = false;

  store.onBroken(function forget() {
    waiting = [];
    held = false;
    store.onBroken(forget);
  });
  function next(): void {
    const begin = waiting.shift();
    held = begin !== undefined;
    begin?.();
  }

  return {
    books,
    transaction<T>(work: () => Work<T>, reply: (end: End<T>) => void): void {
      const life = store.life();
      const begin = (): void => {
        cancelTimeout();
        const { value, write, words } = work();
        const late = write !== undefined && faults.strikes('postgres commits late');
        const takesMs = late ? world.random.next() * COMMIT_LATE_MAX_MS : world.delay();
        const commit = (): void => {
          if (store.life() !== life) return;
          if (faults.strikes('postgres aborts')) reply({ ok: false, error: rolledBack('40001') });
          else {
            if (write !== undefined) {
              Object.assign(books, write);
              world.note(
                'postgres',
                `COMMIT ${words ?? ''} e${books.epoch} f${books.fence} left ${books.remaining}`,
              );
              committed();
            }
            const isLost = write !== undefined && faults.strikes('commit reply lost');
            if (!isLost) reply({ ok: true, value, ...(words === undefined ? {} : { words }) });
          }
          next();
        };
        scheduler.after(takesMs, commit, null);
      };
      const cancelTimeout = scheduler.after(
        STATEMENT_TIMEOUT_MS,
        () => {
          if (store.life() !== life) return;
          waiting = waiting.filter((each) => each !== begin);
          reply({ ok: false, error: rolledBack('57014') });
        },
        null,
      );
      waiting.push(begin);
      if (!held) next();
    },
  };
}
