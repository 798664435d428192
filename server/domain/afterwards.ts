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

/** Nothing begun yet. `onError` hears of what failed. */
export function createAfterwards(onError: (error: unknown) => void): Afterwards {
  const underWay = new Set<Promise<unknown>>();
  return {
    begin(work) {
      underWay.add(work);
      work.then(
        () => underWay.delete(work),
        (error: unknown) => {
          underWay.delete(work);
          onError(error);
        },
      );
    },
    async settled() {
      await Promise.allSettled(underWay);
    },
  };
}

/** The same for one purchase at a time, which ends when all of it has. */
export const waitedFor: Afterwards = {
  async begin(work) {
    await work;
  },
  settled: () => Promise.resolve(),
};
