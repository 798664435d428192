import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PreparingClient } from '../../server/postgres/prepared-client.ts';
import { INSERT_ORDER } from '../../server/postgres/repositories/orders.ts';
import { SELL_GUARDED } from '../../server/postgres/sell.ts';
import type { Job } from './job.ts';
import { together, type Done, type Together } from './together.ts';

/**
 * A purchase as somebody would write it for one shop: on `pg`, prepared as the product's statements are, without limits,
 * keys that are looked up, or figures.
 * Values are those of INSERT_ORDER, and the sale's fence.
 */
type Sell = (pool: pg.Pool, values: readonly unknown[]) => Promise<boolean>;

/** `single`: UPDATE and INSERT. `rowLock` and `guarded`: the statements of ROW_LOCK and of CONDITIONAL_UPDATE. */
export type ByHandWay = 'single' | 'rowLock' | 'guarded';

/** One run. */
export interface ByHandInput extends Together {
  readonly way: ByHandWay;
  readonly saleId: string;
  readonly run: string;
  readonly connections: number;
}

const UPDATE = 'UPDATE sales SET remaining = remaining - $2 WHERE id = $1 AND remaining >= $2';
const LOCK = `SELECT *, sale_state(state, remaining, pool_moved, opens_at, closes_at) AS state_now
FROM sales WHERE id = $1 FOR UPDATE`;

const ways: Readonly<Record<ByHandWay, Sell>> = {
  single: (pool, values) =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(UPDATE, [values[1], values[4]]);
      return rowCount === 1 && (await insert(client, values));
    }),
  rowLock: (pool, values) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ remaining: number; state_now: string }>(LOCK, [values[1]]);
      const [sale] = rows;
      if (sale === undefined || sale.state_now !== 'OPEN' || sale.remaining < Number(values[4])) return false;
      await client.query(UPDATE, [values[1], values[4]]);
      return insert(client, values);
    }),
  async guarded(pool, values) {
    const { rowCount } = await pool.query(SELL_GUARDED, [...values]);
    return rowCount === 1;
  },
};

/** Transactions on the product's own tables, without the product. */
export function openByHandJob(options: { databaseUrl: string }): Promise<Job<ByHandInput, Done>> {
  const pools = new Map<number, pg.Pool>();
  const poolOf = (max: number): pg.Pool => {
    const made = { connectionString: options.databaseUrl, max, Client: PreparingClient };
    const pool = pools.get(max) ?? new pg.Pool(made);
    pools.set(max, pool);
    return pool;
  };
  return Promise.resolve({
    async run(input) {
      const pool = poolOf(input.connections);
      const sell = ways[input.way];
      const fence = await fenceOf(pool, input.saleId);
      const done = await together(input, (number) => sell(pool, [...valuesOf(input, number), fence]));
      if (done.done === 0) throw new Error(`nothing was sold by hand (${input.way})`);
      return done;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  });
}

/** The product goes on to another while it mends a gate. */
async function fenceOf(pool: pg.Pool, saleId: string): Promise<number> {
  const { rows } = await pool.query<{ fence: number }>('SELECT fence FROM sales WHERE id = $1', [saleId]);
  return rows[0]?.fence ?? 0;
}

/** The values of INSERT_ORDER, in a first epoch. */
function valuesOf({ saleId, run }: ByHandInput, number: number): unknown[] {
  return [randomUUID(), saleId, 1, `b-${run}-${number}`, 1, 'BY_HAND', `k-${run}-${number}`, `${saleId}/1`];
}

async function insert(client: pg.PoolClient, values: readonly unknown[]): Promise<boolean> {
  const { rowCount } = await client.query(INSERT_ORDER, values.slice(0, -1));
  return rowCount === 1;
}

async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<boolean>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const sold = await work(client);
    await client.query(sold ? 'COMMIT' : 'ROLLBACK');
    return sold;
  } finally {
    client.release();
  }
}
