import { expect, test } from 'vitest';
import { createHistogram, summarize } from './histogram.ts';
import { type AttackFigures, type AttackFrame, ordersPerSecond } from './attack.ts';

const latency = summarize(createHistogram());
const frame = (atMs: number, confirmed: number): AttackFrame => {
  return { atMs, sent: 300, answered: 300, confirmed, p50Ms: null, p95Ms: null, p99Ms: null, histogram: [] };
};
const figures = (changes: Partial<AttackFigures>): AttackFigures => ({
  sent: 300,
  confirmed: 100,
  soldOut: 200,
  rejected: 0,
  failed: 0,
  unknown: 0,
  durationMs: 75,
  latency,
  latencyCorrected: latency,
  histogram: [],
  frames: [frame(20, 30), frame(40, 100), frame(60, 100), frame(75, 100)],
  saturated: false,
  ...changes,
});

test('orders are counted over the exact time in which they were sold', () => {
  expect(ordersPerSecond(figures({ sellingMs: 31.25 }))).toBe(3200);
});

test('a run that was kept without that time has the slice in which the last was sold', () => {
  expect(ordersPerSecond(figures({}))).toBe(2500);
  expect(ordersPerSecond(figures({ frames: [], durationMs: 50 }))).toBe(2000);
});

test('nothing sold is a rate of 0', () => {
  expect(ordersPerSecond(figures({ confirmed: 0, sellingMs: null }))).toBe(0);
  expect(ordersPerSecond(figures({ confirmed: 0, sellingMs: null, frames: [], durationMs: 0 }))).toBe(0);
});
