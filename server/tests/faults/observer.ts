import { elapse } from './clock.ts';
import type { FaultyPostgres } from './postgres.ts';

/** The books as one statement saw them. Units. */
export interface Snapshot {
  /** By performance.now(), after the answer. */
  readonly at: number;
  readonly epoch: number;
  readonly state: string;
  readonly stock: number;
  readonly remaining: number;
  readonly held: number;
  readonly pooled: number;
  readonly sold: number;
}

/** An order as it lies in Postgres, of the running epoch or archived. */
export interface StoredOrder {
  readonly id: string;
  readonly buyerId: string;
  readonly key: string | null;
  readonly quantity: number;
  readonly epoch: number;
  readonly status: string;
}

const BOOKS = `SELECT s.epoch, s.state, s.stock, s.remaining, s.held, pooled_units(s.id, s.pool_moved) AS pooled,
  coalesce((SELECT sum(quantity) FROM orders o WHERE o.sale_id = s.id AND o.status <> 'CANCELLED'), 0)::int AS sold
FROM sales s WHERE s.id = 1`;
const COLUMNS = 'id, buyer_id AS "buyerId", idempotency_key AS key, quantity, epoch, status';
const EVERY_MS = 100;

/** The books now. */
export async function readBooks(postgres: FaultyPostgres): Promise<Snapshot> {
  const [row] = await postgres.query<Omit<Snapshot, 'at'>>(BOOKS);
  if (row === undefined) throw new Error('the sale is gone');
  return { ...row, at: performance.now() };
}

/** Every order of buyers whose name begins so. */
export function readOrders(postgres: FaultyPostgres, name: string): Promise<StoredOrder[]> {
  return postgres.query<StoredOrder>(
    `SELECT ${COLUMNS} FROM orders WHERE starts_with(buyer_id, $1)
     UNION ALL SELECT ${COLUMNS} FROM orders_archive WHERE starts_with(buyer_id, $1)`,
    [name],
  );
}

/** Looks at the books ten times a second, past the proxy, for as long as Postgres answers. */
export function observe(postgres: FaultyPostgres): { snapshots: readonly Snapshot[]; stop(): Promise<void> } {
  const snapshots: Snapshot[] = [];
  const state = { running: true };
  const look = async (): Promise<void> => {
    while (state.running) {
      await readBooks(postgres).then(
        (seen) => snapshots.push(seen),
        () => undefined,
      );
      await elapse(EVERY_MS);
    }
  };
  const done = look();
  return {
    snapshots,
    async stop() {
      state.running = false;
      await done;
    },
  };
}
