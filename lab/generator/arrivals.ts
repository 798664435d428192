/** When buyers arrive, in milliseconds from the start of a run. */
export interface Arrivals {
  /** The next arrival; never earlier than the one before. */
  next(): number;
}

/** Keeps the stream of arrivals apart from the keys, which come from the same seed. */
const SALT = 0x51ed270b;

/**
 * Buyers who know nothing of each other: a Poisson process of `perSecond` on average, so that some come in bunches and
 * some after a gap, as at a real sale. The same seed gives the same times (mulberry32).
 */
export function createArrivals({ seed, perSecond }: { seed: number; perSecond: number }): Arrivals {
  let state = (seed ^ SALT) | 0;
  let at = 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), 1 | state);
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash;
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next() {
      at += (-Math.log(1 - uniform()) * 1_000) / perSecond;
      return at;
    },
  };
}
