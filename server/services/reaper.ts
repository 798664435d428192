import type { DataSource } from 'typeorm';
import { crashPoint } from '../crash-points.ts';
import type { Truth } from '../domain/truth.ts';
import { listSales } from '../postgres/repositories/sales.ts';
import type { Gate, Reservation } from '../redis/gate.ts';
import { shardNames, type Shards } from '../redis/shards.ts';

const EVERY_MS = 1_000;
const BATCH_MAX = 500;

/** What it works on. */
export interface ReaperDeps {
  readonly postgres: DataSource;
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
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    reapAll(deps)
      .catch(deps.onError)
      .finally(() => (busy = false));
  }, EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

async function reapAll({ postgres, gate, shards, truth }: ReaperDeps): Promise<void> {
  const sales = await listSales(postgres);
  const fences = new Map(sales.map(({ id, fence }) => [id, fence]));
  const main = [...fences].map(([saleId, fence]) => reapSale({ gate, truth }, { saleId, fence }));
  await Promise.all([...main, reapShards({ shards, truth }, fences)]);
}

/** The same for gates that are in shards. Those of an old fence are left to fade. */
async function reapShards(
  { shards, truth }: Pick<ReaperDeps, 'shards' | 'truth'>,
  fences: ReadonlyMap<string, number>,
): Promise<void> {
  const reap = async ({ saleId, fence }: { saleId: string; fence: number }): Promise<void> => {
    const current = fences.get(saleId) ?? Infinity;
    if (fence < current) return shards.forget({ saleId, fence });
    // A reset came after the sales were read: next time.
    if (fence > current) return;
    const names = shardNames(saleId);
    await Promise.all(names.map((name) => reapSale({ gate: shards.gate, truth }, { saleId: name, fence })));
  };
  await Promise.all((await shards.list()).map(reap));
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
