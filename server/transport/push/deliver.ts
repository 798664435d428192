import type { Hearer, SharedFeed } from '../../realtime/shared-feed.ts';
import type { FrameText } from './frame-texts.ts';
import type { Mailbox } from './outbox.ts';

/** A subscription's way from a shared feed to its socket. */
export interface Delivery {
  readonly feed: SharedFeed<object>;
  readonly text: FrameText;
  readonly mailbox: Mailbox;
  /** Called once, when it is over for whatever reason. */
  leave(): void;
}

/**
 * Puts the frames of a feed in a mailbox. To graphql-ws it is an operation without results of its own, which ends when
 * the feed does and its last frame is sent, or fails as the feed does: `complete`, `error` and all else stay its.
 */
export function deliver({ feed, text, mailbox, leave }: Delivery): AsyncGenerator<never, void> {
  const over = createOver();
  let stop: (() => void) | null = null;
  let isOver = false;

  function close(): void {
    if (isOver) return;
    isOver = true;
    stop?.();
    mailbox.close();
    leave();
    over.resolve();
  }
  function fail(error: unknown): void {
    over.reject(error);
    close();
  }
  const done = async (): Promise<IteratorReturnResult<void>> => {
    await over.promise;
    return { done: true, value: undefined };
  };
  const begin = (): void => {
    stop = feed.listen(hearerFor({ text, mailbox, close, fail }));
    if (isOver) stop();
  };
  const generator: AsyncGenerator<never, void> = {
    next() {
      if (stop === null && !isOver) begin();
      return done();
    },
    return() {
      close();
      return done();
    },
    throw(error) {
      fail(error);
      return done();
    },
    [Symbol.asyncIterator]: () => generator,
    async [Symbol.asyncDispose]() {
      close();
    },
  };
  return generator;
}

type Ends = Pick<Delivery, 'text' | 'mailbox'> & { close(): void; fail(error: unknown): void };

/** Values may be written out of order: one that is ready after a newer one is left out. */
function hearerFor({ text, mailbox, close, fail }: Ends): Hearer<object> {
  let heard = 0;
  let put = 0;
  let unwritten = 0;
  let hasEnded = false;
  const closeAfterLast = (): void => {
    if (hasEnded && unwritten === 0) mailbox.whenEmpty(close);
  };
  return {
    next(value) {
      const turn = (heard += 1);
      unwritten += 1;
      const take = (frame: Buffer): void => {
        unwritten -= 1;
        if (turn > put) mailbox.put(frame);
        put = Math.max(put, turn);
        closeAfterLast();
      };
      text.of(value, { take, fail });
    },
    end(error) {
      if (error !== undefined) return fail(error);
      hasEnded = true;
      closeAfterLast();
    },
  };
}

function createOver(): { promise: Promise<void>; resolve(): void; reject(error: unknown): void } {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const promise = new Promise<void>((...settle) => ([resolve, reject] = settle));
  // It may fail before anybody waits for it.
  promise.catch(() => undefined);
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
