/** Counts what happens, for who waits until something does. */
export interface Changes {
  note(): void;
  count(): number;
  /** Resolves once more than `seen` have happened, or when the time is up. */
  after(seen: number, timeMs: number): Promise<void>;
}

/** Nothing has happened yet. */
export function createChanges(): Changes {
  let count = 0;
  let wake: (() => void) | null = null;
  return {
    note() {
      count += 1;
      wake?.();
    },
    count: () => count,
    after: (seen, timeMs) =>
      new Promise((resolve) => {
        if (count > seen) {
          resolve();
          return;
        }
        const timer = setTimeout(done, timeMs);
        wake = done;
        function done(): void {
          clearTimeout(timer);
          wake = null;
          resolve();
        }
      }),
  };
}
