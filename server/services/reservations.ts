import type { DataSource } from 'typeorm';
import { isUuid, madeAtMs } from '../domain/ids.ts';
import { limits } from '../domain/limits.ts';
import type { Order } from '../domain/order.ts';
import { Problem } from '../domain/problem.ts';
import type { PurchaseAnswer } from '../domain/purchase.ts';
import type { Truth } from '../domain/truth.ts';
import { findOrders } from '../postgres/repositories/order-history.ts';
import type { RedisClient } from '../redis/client.ts';
import { isRedisAway } from '../redis/errors.ts';
import {
  readProgress,
  readReservation,
  remindWriters,
  type ReservationRecord,
} from '../redis/reservations.ts';
import { combine } from './combine.ts';
import type { Caller } from './identity.ts';
import type { PurchaseReply } from './purchases.ts';
import type { SaleDirectory } from './sale-directory.ts';
import { isStoreTrouble } from './store-trouble.ts';

/** Longer than any writer holds an entry: one that is in no stream by then, and no order, was lost by Redis. */
const LOST_AFTER_MS = 30_000;
/** What waits for longer may stand in a stream that no writer looks at. */
const FORGOTTEN_AFTER_MS = 2_000;
const LOOKUPS_MAX = 500;

/** Where a purchase stands, and in which sale. */
export interface ReservationState extends PurchaseReply {
  readonly saleId: string;
  readonly buyerId: string;
  /** What Redis knows of it, for the next question: it may have forgotten by then. Null once there is an order. */
  readonly record: ReservationRecord | null;
}

/** How purchases that are written behind have ended. */
export interface Reservations {
  /**
   * `pending` until it has ended, then its end, for 24 hours; an order for as long as there is the order. `seen` is what
   * was known of it before, in case Redis has forgotten since. Throws a Problem when nobody knows of it, and on a LIVE
   * sale for another buyer's.
   */
  find(id: string, caller: Caller, seen?: ReservationRecord | null): Promise<ReservationState>;
}

/** What it stands on. */
export interface ReservationsDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly truth: Pick<Truth, 'standing'>;
  readonly directory: Pick<SaleDirectory, 'get'>;
}

const UNDECIDED: PurchaseAnswer = { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };
const NOTHING_BOUGHT: PurchaseAnswer = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** Postgres is asked first: an order is an order, whatever Redis remembers. */
export function createReservations({ postgres, redis, truth, directory }: ReservationsDeps): Reservations {
  const orderOf = combine<string, Order | null>((ids) => findOrders(postgres, ids), LOOKUPS_MAX);

  async function endWithoutOrder(
    id: string,
    record: ReservationRecord,
  ): Promise<{ answer: PurchaseAnswer; latencyMs: number }> {
    const latencyMs = ageMs(id);
    const progress = await fromRedis(readProgress(redis, id, record));
    if (progress === 'waiting') {
      if (latencyMs > FORGOTTEN_AFTER_MS) await fromRedis(remindWriters(redis, record));
      return { answer: { kind: 'pending', reservationId: id }, latencyMs };
    }
    if (progress !== null) return progress;
    // First whether it can still be written, then whether it was: whatever is written between the two is seen.
    const isLost = await isBeyondWriting(id, record);
    const order = await orderOf(id);
    if (order !== null) return confirmed(order);
    return { answer: isLost ? NOTHING_BOUGHT : { kind: 'pending', reservationId: id }, latencyMs };
  }

  async function isBeyondWriting(id: string, record: ReservationRecord): Promise<boolean> {
    const sale = await truth.standing(record.saleId);
    return sale?.fence !== record.fence || ageMs(id) > LOST_AFTER_MS;
  }

  async function stateOf(id: string, seen: ReservationRecord | null): Promise<ReservationState | null> {
    const order = await orderOf(id);
    if (order !== null)
      return { saleId: order.saleId, buyerId: order.buyerId, record: null, ...confirmed(order) };
    const record = (await fromRedis(readReservation(redis, id))) ?? seen;
    if (record === null) return null;
    const { saleId, buyerId } = record;
    return { saleId, buyerId, record, ...(await endWithoutOrder(id, record)) };
  }

  async function isShownTo(caller: Caller, { saleId, buyerId }: ReservationState): Promise<boolean> {
    if (caller.isAdmin || caller.buyerId === buyerId) return true;
    return (await directory.get(saleId)).mode === 'LAB';
  }

  return {
    async find(id, caller, seen = null) {
      if (!isUuid(id)) throw noSuchReservation();
      try {
        const state = await stateOf(id, seen);
        if (state === null || !(await isShownTo(caller, state))) throw noSuchReservation();
        return state;
      } catch (error) {
        if (!(error instanceof RedisAway) && !isStoreTrouble(error)) throw error;
        return {
          saleId: seen?.saleId ?? '',
          buyerId: seen?.buyerId ?? '',
          record: seen,
          answer: UNDECIDED,
          latencyMs: ageMs(id),
        };
      }
    },
  };
}

/** Redis could not be asked. */
class RedisAway extends Error {}

/** Tells a Redis that is away from every other failure. */
async function fromRedis<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    throw isRedisAway(error) ? new RedisAway() : error;
  }
}

/** From when the purchase began until its order was durable: two clocks, which may differ by a little. */
function confirmed(order: Order): { answer: PurchaseAnswer; latencyMs: number } {
  const latencyMs = Math.max(0, order.createdAtMs - madeAtMs(order.id));
  return { answer: { kind: 'confirmed', order, remaining: null }, latencyMs };
}

function ageMs(id: string): number {
  return Math.max(0, Date.now() - madeAtMs(id));
}

/** Same answer for an id that can't exist, one that nobody knows, and the reservation of somebody else. */
function noSuchReservation(): Problem {
  return new Problem(
    'BAD_USER_INPUT',
    'No such reservation. Send the purchase again with its idempotencyKey: it is answered with its order, or buys.',
  );
}
