import { expect, test } from 'vitest';
import { createLoopProbe, isSaturated } from './saturation.ts';

test('only a loop that never rests and comes late saturates, and not in a short run', () => {
  const busy = { utilization: 1, delayP99Ms: 40, lateP99Ms: 0 };
  expect(isSaturated(500, busy)).toBe(true);
  expect(isSaturated(150, busy)).toBe(false);
  expect(isSaturated(500, { ...busy, utilization: 0.9 })).toBe(false);
  expect(isSaturated(500, { ...busy, delayP99Ms: 5 })).toBe(false);
  expect(isSaturated(200, { utilization: 0.951, delayP99Ms: 20.1, lateP99Ms: 0 })).toBe(true);
  expect(isSaturated(200, { ...busy, delayP99Ms: 20 })).toBe(false);
  expect(isSaturated(200, { ...busy, utilization: 0.95 })).toBe(false);
});

test('a schedule that is not kept saturates, however idle the loop says it was', () => {
  expect(isSaturated(500, { utilization: 0.3, delayP99Ms: 5, lateP99Ms: 60 })).toBe(true);
  expect(isSaturated(500, { utilization: 0.3, delayP99Ms: 5, lateP99Ms: 40 })).toBe(false);
  expect(isSaturated(150, { utilization: 0.3, delayP99Ms: 5, lateP99Ms: 60 })).toBe(false);
});

test('a probe sees a loop that is kept busy', async () => {
  const probe = createLoopProbe();
  for (let round = 0; round < 8; round++) {
    const until = performance.now() + 40;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { utilization, delayP99Ms } = probe.figures();
  probe.close();
  expect(utilization).toBeGreaterThan(0.95);
  expect(delayP99Ms).toBeGreaterThan(20);
});
