/** Things opened one after the other, closed in the opposite order. */
export interface Resources extends AsyncDisposable {
  /** Takes charge of something and hands it back. */
  own<T extends AsyncDisposable | Disposable>(resource: T): T;
  /** Takes charge of something that is closed by a function. */
  defer(close: () => PromiseLike<unknown> | void): void;
}

/** Closing goes on when one close fails; the first failure is thrown at the end. (Node 20 has no AsyncDisposableStack.) */
export function createResources(): Resources {
  const closers: (() => PromiseLike<unknown> | void)[] = [];
  return {
    own(resource) {
      closers.push(() =>
        Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose](),
      );
      return resource;
    },
    defer: (close) => void closers.push(close),
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (const close of closers.splice(0).toReversed()) {
        try {
          // eslint-disable-next-line no-await-in-loop -- in order is the point
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** What `open` makes. Where it fails, whatever it had opened is closed first. */
export async function openWith<Opened>(open: (resources: Resources) => Promise<Opened>): Promise<Opened> {
  const resources = createResources();
  try {
    return await open(resources);
  } catch (error) {
    await resources[Symbol.asyncDispose]();
    throw error;
  }
}
