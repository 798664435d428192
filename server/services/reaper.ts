import type { DataSource } from 'typeorm';
import { findExisting } from '../postgres/repositories/orders.ts';
import { listSales } from '../postgres/repositories/sales.ts';
import type { Gate, Reservation } from '../redis/gate.ts';

const EVERY_MS = 1_000;
const BATCH_MAX = 500;

/** What it works on. */
export interface ReaperDeps {
  readonly postgres: DataSource;
  readonly gate: Gate;
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

async function reapAll({ postgres, gate }: ReaperDeps): Promise<void> {
  const sales = await listSales(postgres);
  const overdue = await Promise.all(sales.map((sale) => gate.expired(sale.id, sale.fence, BATCH_MAX)));
  const reservations = overdue.flat();
  if (reservations.length === 0) return;
  const sold = await findExisting(
    postgres,
    reservations.map((reservation) => reservation.orderId),
  );
  const settle = (reservation: Reservation): Promise<void> =>
    gate.settle(reservation, !sold.has(reservation.orderId));
  await Promise.all(reservations.map(settle));
}
