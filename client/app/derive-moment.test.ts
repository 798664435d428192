import { describe, expect, test } from 'vitest';
import { createTimeline } from '../features/replay/timeline.ts';
import type { RunDetail, Stats } from '../lib/model.ts';
import { deriveMoment, type MomentSource } from './derive-moment.ts';

const audit = {
  epoch: 4,
  verdict: 'OVERSOLD',
  explanation: '',
  stock: 3,
  sold: 4,
  held: 0,
  pooled: 0,
  remaining: -1,
  redisRemaining: 3,
  oversold: 1,
  undersold: 0,
  duplicates: 0,
  drift: 0,
  unknown: 0,
  checkedAt: '2026-01-01T00:00:01.000Z',
} as const;

const run: RunDetail = {
  id: 'a',
  state: 'FINISHED',
  strategy: 'NO_LOCK',
  requests: 9,
  concurrency: 9,
  targetRequestsPerSecond: null,
  stock: 3,
  epoch: 4,
  raceWindowMs: 5,
  sent: 9,
  confirmed: 4,
  replayed: 0,
  soldOut: 5,
  rejected: 0,
  failed: 0,
  unknown: 0,
  durationMs: 100,
  requestsPerSecond: 90,
  ordersPerSecond: 40,
  latency: { count: 9, p50Ms: 1, p95Ms: 2, p99Ms: 3 },
  saturated: false,
  error: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  audit,
  spans: [],
  lockWaits: null,
  frames: [{ atMs: 50, sent: 9, answered: 2, confirmed: 2, p50Ms: 1, p95Ms: 1, p99Ms: 1, histogram: [] }],
};

const stats: Stats = {
  saleId: '1',
  epoch: 4,
  sequence: 7,
  at: '2026-01-01T00:00:00.050Z',
  stock: 3,
  databaseStock: 1,
  redisStock: 3,
  orders: 2,
  held: 0,
  pooled: 0,
  oversold: 0,
  requests: 2,
  confirmed: 2,
  requestsPerSecond: 0,
  ordersPerSecond: 0,
  path: { inFlight: 7, poolInUse: 5, poolSize: 20, poolWaiting: 2, lockWaiting: 1, groupWaiting: 0 },
};

const timeline = createTimeline({
  startedAtMs: Date.parse('2026-01-01T00:00:00.000Z'),
  durationMs: 100,
  frames: run.frames,
  complete: true,
  orders: [10, 20, 30, 60].map((ms, index) => ({
    id: String(index),
    buyerId: 'b',
    quantity: 1,
    createdAtMs: Date.parse('2026-01-01T00:00:00.000Z') + ms,
  })),
});

const derive = (part: Partial<MomentSource>) =>
  deriveMoment({ stock: 3, stats, run, timeline, place: 1, awaiting: false, samples: [], ...part });

describe('the moment that all panes show', () => {
  test('is unknown before the first frame', () => {
    expect(derive({ stats: null, run: null })).toMatchObject({
      mode: 'loading',
      stock: 3,
      sold: null,
      remaining: null,
    });
  });

  test('is that of the feed while a run is under way, and has no verdict', () => {
    const running = derive({ run: { ...run, state: 'RUNNING', audit: null } });
    expect(running).toMatchObject({ mode: 'running', sold: 2, remaining: 1, verdict: null, atMs: 50 });
    expect(running.path).toMatchObject({ inFlight: 7, poolWaiting: 2, answered: 2 });
  });

  test('is that of the books once they have been read, whatever the feed says', () => {
    expect(derive({})).toMatchObject({
      mode: 'ended',
      sold: 4,
      remaining: -1,
      oversold: 1,
      verdict: 'OVERSOLD',
    });
  });

  test('is no longer the run when somebody has bought since', () => {
    expect(derive({ stats: { ...stats, orders: 5 } })).toMatchObject({
      mode: 'idle',
      sold: 5,
      verdict: null,
    });
  });

  test.each<[string, Partial<Stats>]>([
    ['units are held', { databaseStock: -2, held: 1 }],
    ['the stock was changed', { stock: 9, databaseStock: 5 }],
    ['an order was taken away', { orders: 3 }],
  ])('is that of the feed when %s after the audit', (_what, change) => {
    const audited = { ...stats, orders: 4, databaseStock: -1, redisStock: 7 };
    const later = { ...audited, at: '2026-01-01T00:00:09.000Z' };
    expect(derive({ stats: later })).toMatchObject({ mode: 'ended', redis: 7 });
    expect(derive({ stats: { ...later, ...change } })).toMatchObject({ mode: 'idle', verdict: null });
    expect(derive({ stats: { ...audited, ...change } })).toMatchObject({ mode: 'ended' });
  });

  test('is the whole of a run whose epoch is over, and nothing of the sale since', () => {
    const since = derive({ stats: { ...stats, epoch: 5, orders: 1, databaseStock: 90 } });
    expect(since).toMatchObject({ mode: 'ended', stock: 3, sold: 4, remaining: -1, verdict: 'OVERSOLD' });
    expect(since.path).toMatchObject({ poolInUse: null, answered: 2 });
  });

  test('holds the verdict back until the slow motion has begun', () => {
    expect(derive({ awaiting: true })).toMatchObject({ mode: 'running', verdict: null });
  });
});

describe('a moment of a replay', () => {
  test('counts the orders that were durable by then', () => {
    const moment = derive({ place: 0.5 });
    expect(moment).toMatchObject({
      mode: 'replay',
      atMs: 50,
      sold: 3,
      remaining: 0,
      oversold: 0,
      verdict: null,
    });
    expect(moment.path).toMatchObject({ inFlight: 7, answered: 2, confirmed: 2 });
  });

  test('leaves the row unknown where the books do not add up', () => {
    const drifted = { ...run, audit: { ...audit, remaining: 0 } };
    expect(derive({ place: 0.5, run: drifted })).toMatchObject({ sold: 3, remaining: null, held: null });
  });

  test('counts against the stock that the run was audited by, and leaves the row unknown where that was changed', () => {
    const raised = {
      ...run,
      audit: { ...audit, verdict: 'EXACT' as const, stock: 4, remaining: 0, oversold: 0 },
    };
    expect(derive({ place: 0.9, run: raised })).toMatchObject({
      stock: 4,
      sold: 4,
      oversold: 0,
      remaining: null,
    });
  });

  test('leaves the row unknown where units went through the pool', () => {
    const pooled = { ...run, strategy: 'SKIP_LOCKED' as const };
    expect(derive({ place: 0.5, run: pooled })).toMatchObject({ sold: 3, remaining: null, pooled: null });
  });

  test('knows where purchases waited only where the feed was near', () => {
    const samples = [{ atMs: 40, path: stats.path }];
    expect(derive({ place: 0.5, samples }).path.lockWaiting).toBe(1);
    expect(derive({ place: 0.5 }).path.lockWaiting).toBeNull();
  });
});
