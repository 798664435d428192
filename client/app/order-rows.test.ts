import { expect, test } from 'vitest';
import { createTimeline } from '../features/replay/timeline.ts';
import type { Order } from '../lib/model.ts';
import { type Moment, NO_PATH } from '../lib/moment.ts';
import { orderRows } from './order-rows.ts';

const moment: Moment = {
  mode: 'running',
  stock: 9,
  sold: 9,
  remaining: 0,
  held: 0,
  pooled: 0,
  redis: null,
  oversold: 0,
  atMs: null,
  verdict: null,
  path: NO_PATH,
};
const recent = [3, 2].map((ms): Order => ({
  id: `${ms}`,
  buyerId: 'b',
  quantity: 1,
  strategy: 'NO_LOCK',
  epoch: 1,
  createdAtMs: ms,
}));
const source = { moment, timeline: null, recent, total: 3, startedAt: null };
const unitsOf = (part: Partial<typeof source>) => orderRows({ ...source, ...part }).map(({ unit }) => unit);

test('while a run goes on its orders are numbered as the list was read, whatever the feed says by then', () => {
  expect(unitsOf({})).toEqual([3, 2]);
});

test('at rest the newest order has the last unit that was sold', () => {
  expect(unitsOf({ moment: { ...moment, mode: 'idle' } })).toEqual([9, 8]);
});

test('a replay of more orders than were fetched shows none rather than those of another moment', () => {
  const timeline = createTimeline({ startedAtMs: 0, durationMs: 9, frames: [], complete: false, orders: [] });
  expect(orderRows({ ...source, timeline, moment: { ...moment, mode: 'replay', atMs: 1 } })).toEqual([]);
});
