import type { DataSource } from 'typeorm';
import { crashPoint } from '../crash-points.ts';
import type { Truth } from '../domain/truth.ts';
import { readFences } from '../postgres/repositories/sales.ts';
import type { RedisClient } from '../redis/client.ts';
import type { Gate, Reservation } from '../redis/gate.ts';
import { gatesWithPending, type GateName } from '../redis/pending.ts';
import { shardNames, type Shards } from '../redis/shards.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 1_000;
const BATCH_MAX = 500;

/** What it works on. */
export interface ReaperDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly gate: Gate;
  readonly shards: Shards;
  readonly truth: Truth;
  readonly onError: (error: unknown) => void;
}

/**
 * Settles reservations whose replica died or lost its stores between the gate and the answer. Postgres knows what became
 * of each: an order is sold, no order goes back to the gate. Should a commit still follow, the gate is too high by it
 * and Postgres refuses one buyer: no unit is sold twice. Every replica does this; settling twice is settling once.
 */
export function startReaper(deps: ReaperDeps): Disposable {
  return repeat(() => reapAll(deps), { everyMs: EVERY_MS, onError: deps.onError });
}

async function reapAll({ postgres, redis, gate, shards, truth }: ReaperDeps): Promise<void> {
  const sales = await readFences(postgres);
  const sharded = await shardsIn(shards, new Map(sales.map(({ saleId, fence }) => [saleId, fence])));
  // Most gates promise nothing, and telling so is all that a thousand of them should cost.
  const [pending, pendingShards] = await Promise.all([
    gatesWithPending(redis, sales),
    gatesWithPending(redis, sharded),
  ]);
  await Promise.all([
    ...pending.map((sale) => reapSale({ gate, truth }, sale)),
    ...pendingShards.map((shard) => reapSale({ gate: shards.gate, truth }, shard)),
  ]);
}

/** The parts of gates that are in shards, each by its own name. Those of an old fence are left to fade. */
async function shardsIn(shards: Shards, fences: ReadonlyMap<string, number>): Promise<GateName[]> {
  const listed = await shards.list();
  const isOld = ({ saleId, fence }: GateName): boolean => fence < (fences.get(saleId) ?? Infinity);
  await Promise.all(listed.filter(isOld).map((sale) => shards.forget(sale)));
  return listed
    .filter(({ saleId, fence }) => fence === fences.get(saleId)) // A reset may have come after the sales were read.
    .flatMap(({ saleId, fence }) => shardNames(saleId).map((name) => ({ saleId: name, fence })));
}

/** Settles the overdue reservations of one sale's gate. */
export async function reapSale(
  deps: { gate: Gate; truth: Pick<Truth, 'existing'> },
  sale: { saleId: string; fence: number },
): Promise<void> {
  const overdue = await deps.gate.expired(sale.saleId, sale.fence, BATCH_MAX);
  if (overdue.length === 0) return;
  const sold = await deps.truth.existing(overdue.map((reservation) => reservation.orderId));
  crashPoint('reaper-looked-up');
  const settle = (reservation: Reservation): Promise<boolean> =>
    deps.gate.settle(reservation, !sold.has(reservation.orderId));
  await Promise.all(overdue.map(settle));
}
