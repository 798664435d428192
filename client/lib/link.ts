import { createStore, type Store } from './store.ts';

/** What the page knows of its socket. `opened` counts connections, so that a reader can tell a new one. */
export interface LinkState {
  readonly status: 'connecting' | 'live' | 'lost';
  readonly opened: number;
  /** When the link was lost, Unix milliseconds; null while it is not. */
  readonly lostAt: number | null;
  /** When the next try is due, Unix milliseconds; null while a try is under way. */
  readonly nextTryAt: number | null;
}

/** The state of the socket, and the wait between two tries. */
export interface Link {
  readonly state: Store<LinkState>;
  opened(): void;
  lost(): void;
  /** Resolves after `ms`, or at once when somebody asks to hurry. */
  wait(ms: number): Promise<void>;
  hurry(this: void): void;
}

const START: LinkState = { status: 'connecting', opened: 0, lostAt: null, nextTryAt: null };

/** A link that has not been opened yet. */
export function createLink(now: () => number = Date.now): Link {
  const state = createStore<LinkState>(START);
  let hurry = (): void => {};
  const change = (part: Partial<LinkState>): void => state.set({ ...state.get(), ...part });
  return {
    state,
    opened: () => change({ status: 'live', opened: state.get().opened + 1, lostAt: null, nextTryAt: null }),
    lost: () => change({ status: 'lost', lostAt: state.get().lostAt ?? now() }),
    async wait(ms) {
      change({ nextTryAt: now() + ms });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      change({ nextTryAt: null });
    },
    hurry: () => hurry(),
  };
}
