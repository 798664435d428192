import type { OrderRow } from '../features/sale/recent-orders.tsx';
import { ordersUntil, type Timeline } from '../features/replay/timeline.ts';
import { span, timeOfDay } from '../lib/format.ts';
import type { Order } from '../lib/model.ts';
import type { Moment } from '../lib/moment.ts';

/** Rows of the list. */
const ROWS = 12;

/** The newest orders at a moment: of the run while it is shown, else of the sale. */
export function orderRows(
  moment: Moment,
  timeline: Timeline | null,
  recent: readonly Order[],
): readonly OrderRow[] {
  const played = moment.mode === 'replay' || moment.mode === 'ended';
  if (played && timeline !== null && timeline.complete && moment.atMs !== null) {
    return ordersUntil(timeline, moment.atMs)
      .slice(-ROWS)
      .toReversed()
      .map(({ id, unit, buyerId, atMs }) => ({ id, unit, buyerId, when: span(atMs) }));
  }
  let unit = moment.sold;
  return recent.map(({ id, buyerId, quantity, createdAtMs }) => {
    const row = { id, unit: unit !== null && unit > 0 ? unit : null, buyerId, when: timeOfDay(createdAtMs) };
    if (unit !== null) unit -= quantity;
    return row;
  });
}
