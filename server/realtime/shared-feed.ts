import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';

/** Whoever hears a feed. */
export interface Hearer<Value> {
  next(value: Value): void;
  /** The last that is heard; with an error when the feed broke off. */
  end(error?: unknown): void;
}

/**
 * A feed whose values are the same objects for everybody who hears it, so that work done for one of them is done for
 * all. Iterated, it has a place for one value: a slow reader gets the latest and misses those before.
 */
export interface SharedFeed<Value> extends AsyncIterableIterator<Value> {
  /** Every value as it comes, with no buffer and no promise in between. Hears no more once the returned function is called. */
  listen(hearer: Hearer<Value>): () => void;
}

const made = new WeakSet<object>();

/** `begin` starts it anew for each who hears it, and returns how to stop. */
export function createSharedFeed<Value>(begin: (hearer: Hearer<Value>) => () => void): SharedFeed<Value> {
  function listen({ next, end }: Hearer<Value>): () => void {
    let isOpen = true;
    const stop = begin({
      next: (value) => isOpen && next(value),
      end: (error) => {
        if (isOpen) end(error);
        isOpen = false;
      },
    });
    return () => {
      isOpen = false;
      stop();
    };
  }
  const iterated = new Repeater<Value>(async (push, stop) => {
    const leave = listen({ next: (value) => void push(value), end: stop });
    await stop;
    leave();
  }, new SlidingBuffer(1));
  const feed = Object.assign(iterated, { listen });
  made.add(feed);
  return feed;
}

/** Tells them from feeds that belong to one reader. */
export function isSharedFeed(value: unknown): value is SharedFeed<object> {
  return typeof value === 'object' && value !== null && made.has(value);
}
