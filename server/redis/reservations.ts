import type { Redis } from 'ioredis';
import type { PurchaseAnswer } from '../domain/purchase.ts';
import { reservationKey, streamKeys } from './keys.ts';

/** So long a buyer may ask how a purchase that is written behind has ended. */
const KEEP_MS = 24 * 60 * 60 * 1_000;

/** A purchase that was answered `pending`: whose it is, and where it waits. */
export interface ReservationRecord {
  readonly saleId: string;
  readonly fence: number;
  readonly buyerId: string;
  /** Present once it has ended without an order of its own; ms from its beginning to its end. */
  readonly end?: { readonly answer: PurchaseAnswer; readonly latencyMs: number };
}

/** Throws when Redis can't be reached. */
export async function keepReservation(redis: Redis, id: string, record: ReservationRecord): Promise<void> {
  await redis.set(reservationKey(id), JSON.stringify(record), 'PX', KEEP_MS);
}

/** Null when Redis knows nothing of it, or no longer. Throws when it can't be reached. */
export async function readReservation(redis: Redis, id: string): Promise<ReservationRecord | null> {
  const text = await redis.get(reservationKey(id));
  return text === null ? null : (JSON.parse(text, reviveDate) as ReservationRecord);
}

/** Whether it still stands in its sale's stream. Throws when Redis can't be reached. */
export async function isWaiting(
  redis: Redis,
  id: string,
  { saleId, fence }: Pick<ReservationRecord, 'saleId' | 'fence'>,
): Promise<boolean> {
  return (await redis.hexists(streamKeys(saleId, fence).waiting, id)) === 1;
}

/** Dates are text in JSON. */
function reviveDate(name: string, value: unknown): unknown {
  return (name === 'opensAt' || name === 'closesAt') && typeof value === 'string' ? new Date(value) : value;
}
