import { randomUUID } from 'node:crypto';
import { crashPoint } from '../crash-points.ts';
import { limits } from '../domain/limits.ts';
import type { PurchaseOutcome } from '../domain/purchase.ts';
import { timed } from '../domain/spans.ts';
import { PURCHASE_GROUP } from '../postgres/purchase-group.ts';
import { findOrder } from '../postgres/repositories/order-history.ts';
import { isWithinReach } from '../redis/client.ts';
import { streamKeys } from '../redis/keys.ts';
import { appendSource, createPurchaseStream, type Appended } from '../redis/purchase-stream.ts';
import { noteReservation } from '../redis/reservations.ts';
import { createStreamWriters } from '../redis/stream-writers.ts';
import { createGateSteps, type Taken } from '../redis/through-gate.ts';
import type { StrategyDefinition } from './strategy.ts';

const TURNED_AWAY: PurchaseOutcome = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
const UNKNOWN: PurchaseOutcome = { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };

/** The buyer is answered before the order is written: with a promise of an end, and nothing more. */
export const redisStream: StrategyDefinition = {
  title: 'Redis stream',
  description:
    'A Lua script takes the units and appends to a stream; consumers write the order behind. Answers PurchasePending.',
  safe: true,
  usesRedis: true,
  gated: true,
  source: `-- 1. Redis: the gate and the stream; then the answer, PurchasePending\n${appendSource}\n-- 2. The writers of all servers: XREADGROUP, and of what dead ones left XAUTOCLAIM\n-- 3. Postgres: the decision, with everyone who came meanwhile\n${PURCHASE_GROUP};\n-- 4. Redis: XACK, XDEL, the reservation settled; then order(reservationId) says how it ended`,
  why: 'Units and entry are one script, so what is reserved is also written down. Postgres decides later and has the last word, so the answer before it may only say "pending". An entry that is delivered twice is one order: its id is the primary key.',
  costs:
    'One round trip to the answer, and another question to the end. Everything is kept twice until it is written, and a buyer may be told "pending" first and "sold out" later.',
  survives:
    'A server that dies leaves its entries to the writers of the others, within seven seconds. Postgres may be away for a while. What a flushed Redis forgets was never bought: its buyers hear so, and the same key buys again.',
  choose:
    'When buyers can wait for their end, and the rush is more than Postgres can write at once. Not where an answer must be the end.',

  create({ gate, truth, groups, postgres, redis, ends }) {
    const steps = createGateSteps({ gate, truth });
    const stream = createPurchaseStream(redis, randomUUID());
    const writers = createStreamWriters({
      stream,
      truth,
      ends,
      decide: (request) => groups.purchase(request),
    });

    /** What the same key was used for before: its order, or the promise of one once more. */
    async function resume(known: Extract<Appended, { kind: 'known' }>): Promise<PurchaseOutcome> {
      if (!known.isSame) return { kind: 'mismatch' };
      const order = await findOrder(postgres, known.reservationId);
      return order === null
        ? { kind: 'pending', reservationId: known.reservationId }
        : { kind: 'replayed', order };
    }

    return {
      start: (options) => writers.start(options),
      async purchase(request) {
        if (!isWithinReach(redis, streamKeys(request.saleId, request.fence).stream)) return TURNED_AWAY;
        crashPoint('before-reserve');
        const entry = await steps.enter(request, async (): Promise<Taken> => {
          const answer = await timed(request, 'redis', () => stream.append(request));
          const taken = answer.kind === 'known' ? await resume(answer) : answer;
          if (taken.kind === 'reserved') await noteReservation(redis, request.orderId, request);
          if (taken.kind === 'pending') await noteReservation(redis, taken.reservationId, request);
          return taken;
        });
        // Whether it stands in the stream nobody knows: asked again with its key it is found there, or begins again.
        if (entry.kind === 'unknown') return UNKNOWN;
        if (entry.kind !== 'reserved') return entry;
        crashPoint('reserved');
        writers.wake(request);
        return { kind: 'pending', reservationId: request.orderId };
      },
    };
  },
};
