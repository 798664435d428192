/** Everything that is open now, the latest last. */
const open: AsyncDisposable[] = [];

/** Notes what has been opened, so that Ctrl-C ends it as well. Dispose of what this gives back. */
export function noted<Thing extends AsyncDisposable>(thing: Thing): Thing {
  let ended: PromiseLike<void> | undefined;
  const once: Thing = {
    ...thing,
    [Symbol.asyncDispose]() {
      const at = open.indexOf(once);
      if (at >= 0) open.splice(at, 1);
      return (ended ??= thing[Symbol.asyncDispose]());
    },
  };
  open.push(once);
  return once;
}

/** Ends everything, the latest first, whatever fails on the way. */
export async function closeAll(): Promise<void> {
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    await Promise.allSettled([last[Symbol.asyncDispose]()]);
  }
}
