/** How often, and who hears of what failed. */
export interface RepeatOptions {
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** Does something by the clock until it is disposed. A time that comes while it is still at it is left out. */
export function repeat(work: () => Promise<unknown>, { everyMs, onError }: RepeatOptions): Disposable {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch(onError)
      .finally(() => (busy = false));
  }, everyMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
