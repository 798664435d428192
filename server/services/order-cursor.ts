import type { Order } from '../domain/order.ts';
import { Problem } from '../domain/problem.ts';
import type { OrderCursor } from '../postgres/repositories/orders.ts';

/** An opaque mark of an order's place: stays right when orders are added. */
export function cursorOf(order: Order): string {
  return Buffer.from(`${order.createdAtMs} ${order.id}`).toString('base64url');
}

/** Throws a Problem for a text that no page gave. */
export function readCursor(cursor: string): OrderCursor {
  const match = /^(?<at>\d{1,14}(\.\d+)?) (?<id>[0-9a-f-]{36})$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  );
  const { at, id } = match?.groups ?? {};
  // Decoding passes over what is no base64: only what a page gave comes out as it went in.
  const isWhole = match !== null && Buffer.from(match[0]).toString('base64url') === cursor;
  if (at === undefined || id === undefined || !isWhole) {
    throw new Problem('BAD_USER_INPUT', "after must be a page's endCursor, or null for the first page.");
  }
  return { createdAtMs: Number(at), id };
}
