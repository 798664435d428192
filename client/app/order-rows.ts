import { ordersUntil, type Timeline } from '../features/replay/timeline.ts';
import type { OrderRow } from '../features/sale/recent-orders.tsx';
import { span, timeOfDay } from '../lib/format.ts';
import type { Order } from '../lib/model.ts';
import type { Moment } from '../lib/moment.ts';

/** Rows of the list. */
const ROWS = 12;

/** `recent` is newest first; `startedAt` is when the run that is shown began. */
export interface OrderRowsSource {
  readonly moment: Moment;
  readonly timeline: Timeline | null;
  readonly recent: readonly Order[];
  /** Orders of the epoch when the list was read: the feed is ahead of it while a run goes on. */
  readonly total: number;
  readonly startedAt: string | null;
}

/** The newest orders at a moment: of the run while it is shown, in its own time; else of the sale, by the wall clock. */
export function orderRows({
  moment,
  timeline,
  recent,
  total,
  startedAt,
}: OrderRowsSource): readonly OrderRow[] {
  const played = moment.mode === 'replay' || moment.mode === 'ended';
  if (played && timeline !== null && timeline.complete && moment.atMs !== null) {
    return ordersUntil(timeline, moment.atMs)
      .slice(-ROWS)
      .toReversed()
      .map(({ id, unit, buyerId, atMs }) => ({ id, unit, buyerId, when: span(atMs) }));
  }
  // What was read are the newest of the epoch, and not of this moment.
  if (moment.mode === 'replay' && timeline !== null) return [];
  const start = moment.mode === 'running' && startedAt !== null ? Date.parse(startedAt) : null;
  // Buyers of a run take one unit each.
  let unit = moment.mode === 'running' ? total : moment.sold;
  return recent.map(({ id, buyerId, quantity, createdAtMs }) => {
    const when = start === null ? timeOfDay(createdAtMs) : span(Math.max(0, createdAtMs - start));
    const row = { id, unit: unit !== null && unit > 0 ? unit : null, buyerId, when };
    if (unit !== null) unit -= quantity;
    return row;
  });
}
