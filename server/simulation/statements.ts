import { stateOf, type Books, type StoredOrder } from './books.ts';
import { textsOf } from './postgres-values.ts';
import type { Step } from './steps.ts';

interface Statement {
  readonly step: Step;
  /** Part of its text that no other has. */
  readonly marked: RegExp;
  rows(books: Books, parameters: readonly unknown[]): unknown[];
}

/** The reads of the product's repositories that the protocol makes, on committed rows. */
const statements: readonly Statement[] = [
  {
    step: 'standing',
    marked:
      /^SELECT remaining \+ pooled_units\(id, pool_moved\) AS remaining, fence, sale_state\(.* FROM sales WHERE id = \$1$/s,
    rows: (books) => [
      {
        remaining: books.remaining,
        fence: books.fence,
        state: stateOf(books),
        opensAt: null,
        closesAt: null,
        opensInMs: null,
      },
    ],
  },
  {
    step: 'existing',
    marked: /^SELECT id FROM orders WHERE id = ANY\(\$1\)$/,
    rows: ({ orders }, [ids]) => {
      const asked = new Set(textsOf(ids));
      return orders.filter(({ id }) => asked.has(id)).map(({ id }) => ({ id }));
    },
  },
  {
    step: 'known keys',
    marked: /WHERE \(buyer_id, idempotency_key\) IN/,
    rows: ({ orders }, [buyers, keys]) => {
      const names = textsOf(keys);
      const asked = new Set(textsOf(buyers).map((buyer, index) => `${buyer} ${names[index]}`));
      return orders.filter(({ buyerId, key }) => asked.has(`${buyerId} ${key}`)).map(rowOf);
    },
  },
  {
    step: 'sold-out keys',
    marked: /AS keys\s+FROM sales s WHERE .*s\.remaining <= 0/,
    rows: ({ remaining, fence, orders }) => {
      const keyed = orders.filter(({ key }) => key !== null);
      return remaining <= 0 ? [{ fence, keys: keyed.map(({ buyerId, key }) => `${buyerId} ${key}`) }] : [];
    },
  },
  {
    step: 'lookup',
    marked: /^SELECT limit_per_buyer FROM sales WHERE id = \$1$/,
    rows: ({ limitPerBuyer }) => [{ limit_per_buyer: limitPerBuyer }],
  },
  {
    step: 'lookup',
    marked: /^SELECT sale_state\(.* FROM sales WHERE id = \$1$/,
    rows: (books) => [{ state: stateOf(books), opens_at: null, closes_at: null }],
  },
];

/** Which step of the protocol runs this statement. */
export function stepOf(sql: string): Step {
  return statementOf(sql).step;
}

/** What a statement reads from the books. */
export function readRows(sql: string, parameters: readonly unknown[], books: Books): unknown[] {
  return statementOf(sql).rows(books, parameters);
}

function statementOf(sql: string): Statement {
  const statement = statements.find(({ marked }) => marked.test(sql));
  if (statement === undefined)
    throw new TypeError(`the model of Postgres does not know this statement: ${sql}`);
  return statement;
}

function rowOf(order: StoredOrder): Record<string, unknown> {
  return {
    id: order.id,
    sale_id: order.saleId,
    buyer_id: order.buyerId,
    quantity: order.quantity,
    status: order.status,
    strategy: order.strategy,
    epoch: order.epoch,
    created_at_ms: order.createdAtMs,
    idempotency_key: order.key,
    fingerprint: order.fingerprint,
  };
}
