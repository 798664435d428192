import pg from 'pg';
import type { FlashSaleClient } from '../../sdk/index.ts';

const STOCK_MAX = 1_000_000;
const DRAIN_MAX_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** The product of an empty store. */
const PRODUCT = '1';

/** What is known of the sale of a measurement when it is over. */
export interface Book {
  readonly saleId: string;
  readonly strategy: string;
  /** Answers that said `confirmed`, or promised an order. */
  readonly confirmed: number;
  /** Rows in Postgres. */
  readonly orders: number;
  readonly verdict: string;
  /** As many orders as answers said, and the auditor agrees. */
  readonly isExact: boolean;
}

/** What was answered about a sale's orders. */
export interface Claim {
  readonly saleId: string;
  readonly strategy: string;
  readonly confirmed: number;
  /** Ends that nobody knows: each may have an order or not. */
  readonly unknown?: number;
}

/** Sales to measure with, and what became of them. */
export interface Books extends AsyncDisposable {
  /** Opens a new sale; with as much as a sale can have, unless `stock` says otherwise. Answers with its id. */
  openSale(stock?: number): Promise<string>;
  countOrders(saleId: string): Promise<number>;
  /** Resolves when there are so many orders. Rejects after a minute. */
  reached(saleId: string, orders: number): Promise<void>;
  /** Holds what was answered against Postgres and the auditor. */
  close(claim: Claim): Promise<Book>;
}

/** Reads the books behind the server's back. */
export async function openBooks(databaseUrl: string, admin: FlashSaleClient): Promise<Books> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const countOrders = async (saleId: string): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM orders WHERE sale_id = $1',
      [saleId],
    );
    return rows[0]?.count ?? 0;
  };
  return {
    countOrders,
    async openSale(stock = STOCK_MAX) {
      const input = { productId: PRODUCT, stock, raceWindowMs: 0 };
      return (await admin.createSale({ input })).id;
    },
    async reached(saleId, orders) {
      const until = performance.now() + DRAIN_MAX_MS;
      while ((await countOrders(saleId)) < orders) {
        if (performance.now() > until)
          throw new Error(`sale ${saleId} has not come to ${orders} orders in a minute`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    async close({ saleId, strategy, confirmed, unknown = 0 }) {
      const { verdict } = await admin.audit(saleId);
      const orders = await countOrders(saleId);
      const isCounted = orders >= confirmed && orders <= confirmed + unknown;
      return { saleId, strategy, confirmed, orders, verdict, isExact: isCounted && verdict === 'EXACT' };
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}
