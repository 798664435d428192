import type { Sale } from '../domain/sale.ts';
import type { Standing } from '../domain/truth.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import type { GroupPool, GroupRow } from '../postgres/purchase-group.ts';
import type { Queryable } from '../postgres/queryable.ts';
import type { PostgresRules } from './books.ts';
import { decideDirectly, type DirectEnd } from './direct-model.ts';
import { createLine, QUIET, type LineRules } from './line.ts';
import type { PostgresServer } from './postgres-server.ts';
import { groupOf, saleOf } from './postgres-values.ts';
import { decidePurchases } from './purchase-group-model.ts';
import type { Owner } from './scheduler.ts';
import { readRows, stepOf } from './statements.ts';
import type { Step } from './steps.ts';
import type { Store } from './store.ts';
import type { World } from './world.ts';

/** The kernel gives up on a connection whose other side is silent. */
const SILENCE_MAX_MS = 10_000;

const lineRules: LineRules = {
  giveUpMs: SILENCE_MAX_MS,
  refuses: 'postgres refuses',
  requestLost: 'postgres request lost',
  requestLate: 'postgres request late',
  replyLost: 'postgres reply lost',
  refused: () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  broken: () => new Error('Connection terminated unexpectedly'),
  gaveUp: () => Object.assign(new Error('read ETIMEDOUT'), { code: 'ECONNRESET' }),
};

/** A replica's connections to Postgres. */
export interface PostgresLine extends Queryable, GroupPool {
  findSale(): Promise<Sale>;
  /** A purchase in a transaction of its own, past the gate. Throws what Postgres would. */
  direct(request: PurchaseRequest): Promise<DirectEnd>;
  raiseFence(step: Step, ifFence?: number): Promise<Standing | null>;
  /** The transaction of a reset: a new epoch and fence, orders archived, stock put back. */
  reset(stock: number): Promise<Sale>;
}

/** Connections of one replica. */
export function createPostgresLine(
  world: World,
  options: { owner: Owner; store: Store; server: PostgresServer; rules: PostgresRules },
): PostgresLine {
  const { owner, store, server, rules } = options;
  const { books } = server;
  const line = createLine(world, { owner, store, rules: lineRules });
  const read = <T>(step: Step, work: () => T): Promise<T> =>
    line.call(step, `f${books.fence}`, (reply) => reply({ ok: true, value: work() }));
  const query = <Row>(sql: string, parameters: unknown[] = []): Promise<Row> =>
    read(stepOf(sql), () => readRows(sql, parameters, books) as Row);

  return {
    query,
    lookup: { query },
    findSale: () =>
      line.call('sale', QUIET, (reply) =>
        reply({ ok: true, value: saleOf(books), words: `e${books.epoch} f${books.fence}` }),
      ),
    decide(sale, columns) {
      const { fence, group } = groupOf([...sale, ...columns]);
      const work = () => {
        const { rows, orders } = decidePurchases(books, fence, group, rules);
        const sold = orders.reduce((sum, order) => sum + order.quantity, 0);
        const words = group
          .map(({ orderId }, index) => `${orderId} ${(rows[index] ?? rows[0])?.outcome}`)
          .join(', ');
        if (orders.length === 0) return { value: rows, words };
        const write = { orders: [...books.orders, ...orders], remaining: books.remaining - sold };
        return { value: rows, write, words };
      };
      const detail = `f${fence} ${group.map(({ orderId, quantity }) => `${orderId} x${quantity}`).join(', ')}`;
      return line.call<readonly GroupRow[]>('decide', detail, (reply) => server.transaction(work, reply));
    },
    direct: (request) =>
      line.call('direct', `${request.orderId} x${request.quantity} f${request.fence}`, (reply) =>
        server.transaction(() => decideDirectly(books, request), reply),
      ),
    raiseFence(step, ifFence) {
      const work = () => {
        if (ifFence !== undefined && books.fence !== ifFence) return { value: null };
        const raised = { fence: books.fence + 1, remaining: books.remaining };
        return { value: raised, write: { fence: raised.fence }, words: step };
      };
      return line.call<Standing | null>(step, `from f${ifFence ?? '?'}`, (reply) =>
        server.transaction(work, reply),
      );
    },
    reset(stock) {
      const work = () => {
        const write = {
          epoch: books.epoch + 1,
          fence: books.fence + (rules.resetRaisesFence ? 1 : 0),
          stock,
          remaining: stock,
          orders: [],
          archive: [...books.archive, ...books.orders],
        };
        return { value: saleOf({ ...books, ...write }), write, words: 'reset' };
      };
      return line.call('reset', `to ${stock}`, (reply) => server.transaction(work, reply));
    },
  };
}
