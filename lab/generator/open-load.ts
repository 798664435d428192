import { performance } from 'node:perf_hooks';
import type { Arrivals } from './arrivals.ts';
import { createHistogram } from './histogram.ts';
import type { Load, LoadOptions } from './load.ts';
import type { Place } from './place.ts';

/** What an open load works on. */
export interface OpenLoadOptions extends LoadOptions {
  readonly arrivals: Arrivals;
  /** How many buyers arrive in all. */
  readonly requests: number;
}

/**
 * OPEN: buyers arrive on a schedule that late answers don't slow. One who finds all places busy waits in line; the
 * latency from when a purchase was due holds that wait, as it would hold the patience of a buyer.
 */
export function createOpenLoad({ places, take, leave, finish, arrivals, requests }: OpenLoadOptions): Load {
  // The place that was used last is used next: the others rest, and servers close what rests.
  const free: Place[] = [...places];
  const late = createHistogram();
  let waiting: number[] = [];
  let firstWaiting = 0;
  let toCome = requests;
  let nextDueAt = Infinity;
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;

  const send = (place: Place, dueAt: number): void => {
    const body = take();
    if (body === undefined) free.push(place);
    else place.purchase(body, dueAt);
  };
  const nextInLine = (): number | undefined => {
    const dueAt = waiting[firstWaiting];
    if (dueAt === undefined) return undefined;
    firstWaiting += 1;
    if (firstWaiting === waiting.length) {
      waiting = [];
      firstWaiting = 0;
    }
    return dueAt;
  };
  const endIfDone = (): void => {
    if (hasEnded || toCome > 0 || waiting.length > 0 || free.length < places.length) return;
    hasEnded = true;
    finish();
  };

  /** Everybody who is due by now, then a timer for the next. */
  const arrive = (startedAt: number): void => {
    const now = performance.now();
    while (toCome > 0 && nextDueAt <= now) {
      const place = free.pop();
      if (place === undefined) waiting.push(nextDueAt);
      else {
        late.record(now - nextDueAt);
        send(place, nextDueAt);
      }
      toCome -= 1;
      nextDueAt = startedAt + arrivals.next();
    }
    if (toCome > 0) timer = setTimeout(arrive, Math.max(0, nextDueAt - performance.now()), startedAt);
    else endIfDone();
  };

  return {
    begin(startedAt) {
      nextDueAt = startedAt + arrivals.next();
      arrive(startedAt);
    },
    free(place) {
      const dueAt = nextInLine();
      if (dueAt !== undefined) return send(place, dueAt);
      free.push(place);
      endIfDone();
    },
    stop() {
      clearTimeout(timer);
      toCome = 0;
      for (let dueAt = nextInLine(); dueAt !== undefined; dueAt = nextInLine()) leave(dueAt);
      endIfDone();
    },
    lateP99Ms: () => late.quantile(0.99) ?? 0,
  };
}
