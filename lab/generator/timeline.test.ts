import { expect, test } from 'vitest';
import { createTimeline } from './timeline.ts';

test('slices are 20 ms wide, leave no gap, and add up', () => {
  const timeline = createTimeline();
  timeline.sent(1);
  timeline.sent(2);
  timeline.answered(5, 4, true);
  timeline.answered(70, 68, false);
  const frames = timeline.frames(75);
  expect(frames.map(({ atMs }) => atMs)).toEqual([20, 40, 60, 75]);
  expect(frames.map(({ answered }) => answered)).toEqual([1, 1, 1, 2]);
  expect(frames.map(({ sent }) => sent)).toEqual([2, 2, 2, 2]);
  expect(frames.map(({ confirmed }) => confirmed)).toEqual([1, 1, 1, 1]);
});

test('latencies are those of the slice alone, null where nothing was answered', () => {
  const timeline = createTimeline();
  timeline.answered(5, 4, true);
  timeline.answered(45, 40, true);
  const [first, second, third] = timeline.frames(50);
  expect(first).toMatchObject({ p50Ms: 4, histogram: [{ upToMs: 4, count: 1 }] });
  expect(second).toMatchObject({ p50Ms: null, p95Ms: null, p99Ms: null, histogram: [] });
  expect(third).toMatchObject({ p50Ms: 40, p99Ms: 40 });
});

test('two minutes fit into 120 slices, and widening loses nothing', () => {
  const timeline = createTimeline();
  const total = 12_000;
  for (let index = 0; index < total; index++) {
    timeline.sent(index * 10);
    timeline.answered(index * 10, 1 + (index % 50), index % 4 === 0);
    if (index % 1000 === 0) timeline.frames(index * 10);
  }
  const frames = timeline.frames(total * 10);
  expect(frames.length).toBeLessThanOrEqual(120);
  expect(frames.length).toBeGreaterThan(60);
  expect(frames.at(-1)).toMatchObject({ sent: total, answered: total, confirmed: total / 4, atMs: 120_000 });
  const counted = frames.flatMap(({ histogram }) => histogram).reduce((sum, { count }) => sum + count, 0);
  expect(counted).toBe(total);
});

test('a report on the way changes no later one', () => {
  const record = (reportEvery: number) => {
    const timeline = createTimeline();
    for (let at = 0; at < 5000; at += 7) {
      timeline.answered(at, 3, true);
      if (at % reportEvery === 0) timeline.frames(at);
    }
    return timeline.frames(5000);
  };
  expect(record(7)).toEqual(record(100_000));
});
