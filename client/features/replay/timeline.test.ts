import { describe, expect, test } from 'vitest';
import { createTimeline, frameAt, ordersUntil, soldUntil, timeAt } from './timeline.ts';

const order = (id: string, createdAtMs: number, quantity = 1) => ({
  id,
  buyerId: `buyer-${id}`,
  quantity,
  createdAtMs,
});
const frame = (atMs: number) => ({
  atMs,
  sent: 0,
  answered: 0,
  confirmed: 0,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  histogram: [],
});

describe('a timeline', () => {
  const timeline = createTimeline({
    startedAtMs: 1000,
    durationMs: 800,
    complete: true,
    frames: [frame(100), frame(200)],
    orders: [order('c', 1200), order('a', 990), order('b', 1040.5, 2), order('later', 9999)],
  });

  test('has the orders of the run, oldest first, with the unit that each took last', () => {
    expect(timeline.orders.map(({ id, unit, atMs }) => [id, unit, atMs])).toEqual([
      ['a', 1, 0],
      ['b', 3, 40.5],
      ['c', 4, 200],
    ]);
  });

  test('gives the selling part most of the slider', () => {
    expect(timeline.sellingMs).toBe(200);
    expect([0, 0.3, 0.6, 0.8, 1].map((place) => Math.round(timeAt(timeline, place)))).toEqual([
      0, 100, 200, 500, 800,
    ]);
  });

  test('knows what was durable at a moment', () => {
    expect([-1, 0, 100, 800].map((atMs) => ordersUntil(timeline, atMs).length)).toEqual([0, 1, 2, 3]);
  });

  test('counts units, not orders', () => {
    expect([0, 100, 800].map((atMs) => soldUntil(timeline, atMs))).toEqual([1, 3, 4]);
  });

  test('knows the last slice that had ended', () => {
    expect([50, 100, 900].map((atMs) => frameAt(timeline.frames, atMs)?.atMs)).toEqual([undefined, 100, 200]);
  });
});

test('a run that sold nothing is played at one speed', () => {
  const timeline = createTimeline({
    startedAtMs: 0,
    durationMs: 400,
    frames: [],
    complete: true,
    orders: [],
  });
  expect([0, 0.5, 1].map((place) => timeAt(timeline, place))).toEqual([0, 200, 400]);
});

test('a run that sold until its end is played at one speed', () => {
  const timeline = createTimeline({
    startedAtMs: 0,
    durationMs: 400,
    frames: [],
    complete: true,
    orders: [order('a', 400)],
  });
  expect([0.25, 0.75, 1].map((place) => timeAt(timeline, place))).toEqual([100, 300, 400]);
});

test('too many orders to fetch leave the count to the slices', () => {
  const frames = [
    { ...frame(100), confirmed: 3000 },
    { ...frame(200), confirmed: 5000 },
    { ...frame(300), confirmed: 5000 },
  ];
  const timeline = createTimeline({
    startedAtMs: 0,
    durationMs: 300,
    frames,
    complete: false,
    orders: [order('a', 7)],
  });
  expect([50, 150, 300].map((atMs) => soldUntil(timeline, atMs))).toEqual([0, 3000, 5000]);
  expect(timeline.sellingMs).toBe(200);
});
