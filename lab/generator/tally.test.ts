import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { createTally } from './tally.ts';

const IDLE = { utilization: 0, delayP99Ms: 0, lateP99Ms: 0 };

test('the time of selling is from the first purchase to the last that was confirmed, to the microsecond', () => {
  const tally = createTally(performance.now() - 500);
  const sellingMs = () => tally.report(performance.now(), IDLE).sellingMs;
  const end = (outcome: Outcome, endedAt: number, wasBoughtBefore = false) =>
    tally.end({ outcome, endedAt, dueAt: endedAt - 3, sentAt: endedAt - 2, answered: true, wasBoughtBefore });
  const before = performance.now();
  tally.begin();
  const begun = performance.now();
  for (let more = 0; more < 4; more += 1) tally.begin();
  expect(sellingMs()).toBeNull();
  end('confirmed', begun + 33.25);
  end('confirmed', begun + 31);
  end('soldOut', begun + 90);
  end('confirmed', begun + 120, true);
  expect(tally.report(performance.now(), IDLE)).toMatchObject({ confirmed: 3, replayed: 1 });
  // The microsecond is for rounding.
  expect(sellingMs()).toBeGreaterThanOrEqual(33.249);
  expect(sellingMs()).toBeLessThanOrEqual(33.251 + begun - before);
});
