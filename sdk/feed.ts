/**
 * Values pushed by a server, for one reader. The latest value wins: a reader slower than the server misses values
 * in between and never the last one. Leaving the loop ends the subscription.
 */
export interface Feed<T> extends AsyncIterableIterator<T>, AsyncDisposable {
  /** Ends the subscription; a pending `next` answers with `done`. */
  return(): Promise<IteratorResult<T>>;
}

/** The writing end of a feed. Nothing that comes after `end` or `fail` counts. */
export interface FeedSource<T> {
  put(value: T): void;
  end(): void;
  /** The reader gets the value that is waiting, if any, and then this error. */
  fail(error: unknown): void;
}

interface FeedState<T> {
  waiting: { value: T } | undefined;
  ended: boolean;
  error: { reason: unknown } | undefined;
}

/** What a reader gets now; undefined while there is nothing. Throws what `fail` was given. */
function take<T>(state: FeedState<T>): IteratorResult<T> | undefined {
  const { waiting, error } = state;
  state.waiting = undefined;
  if (waiting !== undefined) return { done: false, value: waiting.value };
  state.error = undefined;
  if (error !== undefined) throw error.reason;
  return state.ended ? { done: true, value: undefined } : undefined;
}

/** A feed that calls `open` when it is first read, and once what `open` answered with, when it is left or over. */
export function createFeed<T>(open: (source: FeedSource<T>) => () => void): Feed<T> {
  const state: FeedState<T> = { waiting: undefined, ended: false, error: undefined };
  let close: (() => void) | undefined;
  let wake = (): void => {};
  let turn: Promise<unknown> = Promise.resolve();

  const finish = (error?: { reason: unknown }): void => {
    if (state.ended) return;
    state.ended = true;
    state.error = error;
    close?.();
    wake();
  };
  const source: FeedSource<T> = {
    put(value) {
      if (state.ended) return;
      state.waiting = { value };
      wake();
    },
    end: () => finish(),
    fail: (reason) => finish({ reason }),
  };

  const read = async (): Promise<IteratorResult<T>> => {
    for (let result = take(state); ; result = take(state)) {
      if (result !== undefined) return result;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  const feed: Feed<T> = {
    async next() {
      if (!state.ended) close ??= open(source);
      // One after the other: only one read can be woken.
      const result = turn.then(read, read);
      turn = result;
      return result;
    },
    async return() {
      finish();
      state.waiting = undefined;
      return { done: true, value: undefined };
    },
    async [Symbol.asyncDispose]() {
      await feed.return();
    },
    [Symbol.asyncIterator]: () => feed,
  };
  return feed;
}
