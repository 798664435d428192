import type { Place } from './place.ts';

/** Decides when the purchases of a run begin, and in which place. */
export interface Load {
  begin(startedAt: number): void;
  /** A place has nothing to do since `at`. */
  free(place: Place, at: number): void;
  /** Begins no more. */
  stop(): void;
  /** How late purchases began that nobody had to wait for, 99th percentile, milliseconds: the generator's own delay. */
  lateP99Ms(): number;
}

/** What a load works on. */
export interface LoadOptions {
  readonly places: readonly Place[];
  /** The body of the next purchase, counted as begun; undefined when there is none left. */
  take(): string | undefined;
  /** Who was due at `dueAt`, and is still in line, is not served any more. */
  leave(dueAt: number): void;
  /** Nothing is under way any more and nothing will be. Called once. */
  finish(): void;
}

/** CLOSED: each place makes a purchase at once, and the next when it is answered. That is when it was due. */
export function createClosedLoad({ places, take, finish }: Omit<LoadOptions, 'leave'>): Load {
  let busy = places.length;
  const go = (place: Place, dueAt: number): void => {
    const body = take();
    if (body !== undefined) place.purchase(body, dueAt);
    else if (--busy === 0) finish();
  };
  return {
    begin(startedAt) {
      for (const place of places) go(place, startedAt);
    },
    free: go,
    // `take` has no more: each place finds out when it is answered.
    stop: () => undefined,
    lateP99Ms: () => 0,
  };
}
