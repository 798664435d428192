import type { Redis } from 'ioredis';
import { retryWithJitter } from '../domain/retry.ts';
import { timed, type Spans } from '../domain/spans.ts';
import { LEASE_MS, type GateAnswer, type Reservation } from './gate.ts';
import { gateKeys } from './keys.ts';

/** With eight lines to a replica, a buyer loses so many times in a row only where many replicas want the same key. */
const ATTEMPTS_MAX = 24;

/** What it sends, as text: shown by the explainer. */
export const watchSource = `WATCH left
GET left                          -- none: build the gate · too few: UNWATCH, sold out
ZCARD pending
TIME                              -- leases end by the clock of Redis
MULTI
DECRBY left <quantity>
ZADD pending <end of the lease> <reservation>:<quantity>
EXEC                              -- null: somebody else was faster, begin again`;

/** What is watched. */
export function watchedKey({ saleId, fence }: Pick<Reservation, 'saleId' | 'fence'>): string {
  return gateKeys(saleId, fence).left;
}

/** `contended`: others were faster every time; nothing was taken. */
export type WatchedAnswer = GateAnswer | { readonly kind: 'contended' };

/**
 * Takes units from the sale's gate by compare-and-set, on a connection of its own. Leaves nothing watched, unless it
 * throws: then Redis can't be reached, and whether the units were taken is unknown.
 */
export async function reserveWatched(
  line: Redis,
  reservation: Reservation & { readonly spans?: Spans | undefined },
): Promise<WatchedAnswer> {
  const attempt = (): Promise<GateAnswer | null> =>
    timed(reservation, 'redis', () => attemptOnce(line, reservation));
  const answer = await retryWithJitter({ ...reservation, attemptsMax: ATTEMPTS_MAX }, attempt);
  return answer ?? { kind: 'contended' };
}

/** Null: somebody else was quicker. */
async function attemptOnce(
  line: Redis,
  { orderId, saleId, fence, quantity }: Reservation,
): Promise<GateAnswer | null> {
  const keys = gateKeys(saleId, fence);
  // Sent together: one round trip.
  const [, left, pending, [seconds]] = await Promise.all([
    line.watch(keys.left),
    line.get(keys.left),
    line.zcard(keys.pending),
    line.time(),
  ]);
  if (left === null || Number(left) < quantity) {
    await line.unwatch();
    return left === null ? { kind: 'absent' } : { kind: 'empty', pending };
  }
  const replies = await line
    .multi()
    .decrby(keys.left, quantity)
    .zadd(keys.pending, Number(seconds) * 1_000 + LEASE_MS, `${orderId}:${quantity}`)
    .exec();
  if (replies === null) return null;
  for (const [error] of replies) if (error !== null) throw error;
  return { kind: 'reserved', left: Number(replies[0]?.[1]) };
}
