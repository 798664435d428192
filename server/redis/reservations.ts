import type { PurchaseAnswer } from '../domain/purchase.ts';
import { RedisCluster, type RedisClient } from './client.ts';
import { isRedisAway } from './errors.ts';
import { reservationKey, streamKeys } from './keys.ts';
import { createSaleList } from './sale-list.ts';

/** So long a buyer may ask how a purchase that is written behind has ended. */
export const KEEP_MS = 24 * 60 * 60 * 1_000;

/** A purchase that was answered `pending`: whose it is, and in which stream. */
export interface ReservationRecord {
  readonly saleId: string;
  readonly fence: number;
  readonly buyerId: string;
}

/** How it ended without an order of its own; ms from its beginning to its end. */
export interface ReservationEnd {
  readonly answer: PurchaseAnswer;
  readonly latencyMs: number;
}

/**
 * Leaves a note of it that is found by its id alone. Throws when Redis can't be reached. On a cluster the note may lie on
 * another node than its purchase, which then does without: its order is found in Postgres, and by its key anything.
 */
export async function noteReservation(
  redis: RedisClient,
  id: string,
  { saleId, fence, buyerId }: ReservationRecord,
): Promise<void> {
  const record: ReservationRecord = { saleId, fence, buyerId };
  try {
    await redis.set(reservationKey(id), JSON.stringify(record), 'PX', KEEP_MS);
  } catch (error) {
    if (!(redis instanceof RedisCluster && isRedisAway(error))) throw error;
  }
}

/** Null when Redis knows nothing of it, or no longer. Throws when it can't be reached. */
export async function readReservation(redis: RedisClient, id: string): Promise<ReservationRecord | null> {
  const text = await redis.get(reservationKey(id));
  return text === null ? null : (JSON.parse(text) as ReservationRecord);
}

/** Null when it stands in its stream no longer and was not refused: then it is an order, or Redis has lost it. */
export async function readProgress(
  redis: RedisClient,
  id: string,
  { saleId, fence }: ReservationRecord,
): Promise<'waiting' | ReservationEnd | null> {
  const text = await redis.hget(streamKeys(saleId, fence).waiting, id);
  if (text === null) return null;
  return text.startsWith('{') ? (JSON.parse(text, reviveDate) as ReservationEnd) : 'waiting';
}

/** Puts its stream on the list that writers go through, should it have got lost. Throws when Redis can't be reached. */
export async function remindWriters(redis: RedisClient, { saleId, fence }: ReservationRecord): Promise<void> {
  await createSaleList(redis, 'streams').add({ saleId, fence });
}

/** Dates are text in JSON. */
function reviveDate(name: string, value: unknown): unknown {
  return (name === 'opensAt' || name === 'closesAt') && typeof value === 'string' ? new Date(value) : value;
}
