/** Work that no buyer has to wait for. */
export interface Afterwards {
  /**
   * Takes on what has begun; should it fail, that is all that becomes of it. The answer may go out as soon as this resolves:
   * at once, but for who looks at a purchase step by step, where it has ended then.
   */
  begin(work: Promise<unknown>): Promise<void> | void;
  /** Resolves when all that was taken on so far has ended. */
  settled(): Promise<void>;
}

/** What was begun between two questions whether all has ended. Counted: a set of what is under way costs each of them more. */
interface Shift {
  left: number;
  end(): void;
  readonly ended: Promise<void>;
}

/** Nothing begun yet. `onError` hears of what failed. */
export function createAfterwards(onError: (error: unknown) => void): Afterwards {
  const earlier = new Set<Shift>();
  let shift = openShift();

  function endOf(own: Shift): void {
    own.left -= 1;
    if (own !== shift && own.left === 0) own.end();
  }

  return {
    begin(work) {
      const own = shift;
      own.left += 1;
      work.then(
        () => endOf(own),
        (error: unknown) => {
          endOf(own);
          onError(error);
        },
      );
    },
    async settled() {
      const own = shift;
      shift = openShift();
      earlier.add(own);
      if (own.left === 0) own.end();
      await Promise.all(Array.from(earlier, ({ ended }) => ended));
      earlier.delete(own);
    },
  };
}

function openShift(): Shift {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { left: 0, end, ended };
}

/** The same for one purchase at a time, which ends when all of it has. */
export const waitedFor: Afterwards = {
  async begin(work) {
    await work;
  },
  settled: () => Promise.resolve(),
};
