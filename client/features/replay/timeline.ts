import type { Frame } from '../../lib/model.ts';

/** The selling part of a run gets this share of the slider at least: it is what there is to see, and often the shortest. */
const SELLING_SHARE = 0.6;

/** Orders later than this after the run's end belong to somebody else. */
const FOREIGN_MS = 1000;

/** One durable order, placed in the time of the run. */
export interface TimedOrder {
  readonly id: string;
  readonly buyerId: string;
  /** The number of the last unit that it took, counted from 1. */
  readonly unit: number;
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
}

/** A run that can be looked at, moment by moment. */
export interface Timeline {
  readonly durationMs: number;
  /** When the last order became durable. */
  readonly sellingMs: number;
  readonly frames: readonly Frame[];
  /** Oldest first. */
  readonly orders: readonly TimedOrder[];
  /** False when there were too many orders to fetch: what was sold is then told by the slices. */
  readonly complete: boolean;
}

/** What a timeline is made of. `startedAtMs` and the orders' times are Unix milliseconds. */
export interface TimelineSource {
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly frames: readonly Frame[];
  readonly complete: boolean;
  readonly orders: readonly {
    readonly id: string;
    readonly buyerId: string;
    readonly quantity: number;
    readonly createdAtMs: number;
  }[];
}

/** Orders the books by time and clamps them into the run: generator and Postgres need not share a clock. */
export function createTimeline(source: TimelineSource): Timeline {
  const { startedAtMs, durationMs } = source;
  let unit = 0;
  const orders = source.orders
    .filter((order) => order.createdAtMs <= startedAtMs + durationMs + FOREIGN_MS)
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    .map((order): TimedOrder => {
      unit += order.quantity;
      const atMs = Math.min(durationMs, Math.max(0, order.createdAtMs - startedAtMs));
      return { id: order.id, buyerId: order.buyerId, unit, atMs };
    });
  const { frames, complete } = source;
  const sellingMs = complete ? (orders.at(-1)?.atMs ?? 0) : lastSaleMs(frames);
  return { durationMs, sellingMs, frames, orders, complete };
}

/** The end of the slice in which the last buyer heard that the order stands. */
function lastSaleMs(frames: readonly Frame[]): number {
  const all = frames.at(-1)?.confirmed ?? 0;
  return frames.find(({ confirmed }) => confirmed === all)?.atMs ?? 0;
}

/** Units sold by a moment: from the orders, else from the answers. */
export function soldUntil(timeline: Timeline, atMs: number): number {
  if (!timeline.complete) return frameAt(timeline.frames, atMs)?.confirmed ?? 0;
  return ordersUntil(timeline, atMs).at(-1)?.unit ?? 0;
}

/** The share of the slider that the selling part takes. */
function sellingShare({ durationMs, sellingMs }: Timeline): number {
  return durationMs === 0 ? 0 : Math.max(sellingMs / durationMs, sellingMs === 0 ? 0 : SELLING_SHARE);
}

/** The moment of the run at a place of the slider, 0 to 1. */
export function timeAt(timeline: Timeline, place: number): number {
  const { durationMs, sellingMs } = timeline;
  const share = sellingShare(timeline);
  if (place >= 1) return durationMs;
  if (place <= share) return share === 0 ? place * durationMs : (sellingMs * place) / share;
  return sellingMs + ((durationMs - sellingMs) * (place - share)) / (1 - share);
}

/** The orders that were durable at a moment, oldest first. */
export function ordersUntil(timeline: Timeline, atMs: number): readonly TimedOrder[] {
  const { orders } = timeline;
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((orders[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return orders.slice(0, low);
}

/** The last slice that had ended by a moment; null before the first. */
export function frameAt(frames: readonly Frame[], atMs: number): Frame | null {
  return frames.findLast((frame) => frame.atMs <= atMs) ?? null;
}
