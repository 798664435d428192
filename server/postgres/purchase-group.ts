import { limits } from '../domain/limits.ts';
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { crashPoint } from '../crash-points.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { orderOf } from './repositories/orders.ts';
import { findReplay } from './repositories/keyed-orders.ts';
import { notOpen } from './rules.ts';
import type { Queryable } from './queryable.ts';
import { isKeyTaken, TooLateToSend } from './errors.ts';
import { lendFrom } from './lending.ts';

/** The statement: shown by the explainers. */
export const PURCHASE_GROUP = 'SELECT * FROM purchase_group($1, $2, $3, $4, $5, $6, $7, $8)';

/** The function behind it, for the explainers. */
export const purchaseGroupSource = readFileSync(
  new URL('./sql/purchase-group.sql', import.meta.url),
  'utf8',
).trimEnd();

/** How it ended for one of the group, in the order of the arrays; or, as `ALL_CONFIRMED`, for every one of them. */
export interface GroupRow {
  readonly outcome: string;
  readonly order_id: string | null;
  readonly remaining: number | null;
  readonly created_at_ms: number | null;
}

/** A column of a group: a value for each purchase, in their order. */
export type Column = readonly (string | number | null)[];

/** What a decision needs of Postgres: its statement, and reads afterwards. */
export interface GroupPool {
  /** Runs PURCHASE_GROUP, or throws TooLateToSend where that could not begin before `sendBy`, by performance.now(). */
  decide(
    sale: readonly [saleId: string, fence: number],
    columns: readonly Column[],
    sendBy: number,
  ): Promise<readonly GroupRow[]>;
  readonly lookup: Queryable;
}

/** An array as Postgres reads it. The driver would look at each of a thousand values for what kind it is. */
export function arrayLiteral(values: Column): string {
  return `{${values.map(elementOf).join(',')}}`;
}

function elementOf(value: string | number | null): string | number {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return value;
  return /["\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`;
}

/** The same on a pool of connections. */
export function groupPool(pool: pg.Pool): GroupPool {
  const lend = lendFrom(pool);
  return {
    async decide(sale, columns, sendBy) {
      const values = [...sale, ...columns.map(arrayLiteral)];
      const query = { name: 'purchase_group', text: PURCHASE_GROUP, values };
      // The connection may have been waited for.
      const answer = await lend(async (client) =>
        performance.now() > sendBy ? null : client.query<GroupRow>(query),
      );
      if (answer === null) throw new TooLateToSend('there was no connection in time');
      return answer.rows;
    },
    lookup: lookupOn(pool),
  };
}

/**
 * Decides purchases of one sale under one fence in one statement, its own transaction. Outcomes in the order of the
 * requests; some are promises, since they read more after the commit, and the others and the next group don't wait
 * for that. Throws what Postgres or the connection threw: nothing of the group is then known to have happened.
 */
export async function decideGroup(
  { decide, lookup }: GroupPool,
  requests: readonly PurchaseRequest[],
): Promise<(PurchaseOutcome | Promise<PurchaseOutcome>)[]> {
  const [first] = requests;
  if (first === undefined) return [];
  const columns = [
    requests.map((r) => r.orderId),
    requests.map((r) => r.buyerId),
    requests.map((r) => r.quantity),
    requests.map((r) => r.key),
    requests.map((r) => r.fingerprint),
    requests.map((r) => r.strategy),
  ];
  let sendBy = Infinity;
  for (const { decideBy } of requests) if (decideBy !== undefined && decideBy < sendBy) sendBy = decideBy;
  crashPoint('before-group');
  try {
    const rows = await decide([first.saleId, first.fence], columns, sendBy);
    if (rows[0]?.outcome === 'ALL_CONFIRMED') return allConfirmed(requests, rows[0]);
    const words = lookUpOnce(lookup, first.saleId);
    return requests.map((request, index) => outcomeOf(request, rows[index], { lookup, words }));
  } catch (error) {
    // The key was used meanwhile on another sale, where this sale's lock does not reach.
    const replay = requests.length === 1 && isKeyTaken(error) ? await findReplay(lookup, first) : null;
    if (replay === null) throw error;
    return [replay];
  }
}

/** Each of them confirmed, from one row: what remained after the last, and when the first was written. */
function allConfirmed(requests: readonly PurchaseRequest[], row: GroupRow): PurchaseOutcome[] {
  const firstAtUs = Math.round((row.created_at_ms ?? 0) * 1000);
  let remaining = requests.reduce((sum, { quantity }) => sum + quantity, row.remaining ?? 0);
  return requests.map((request, index) => {
    remaining -= request.quantity;
    return { kind: 'confirmed', order: orderOf(request, (firstAtUs + index) / 1000), remaining };
  });
}

/** Nothing was bought, and the words for it could not be read. */
const OVERLOADED: PurchaseOutcome = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** The group has committed: a read that fails now is one request's, and must not pass for the end of the others. */
async function outcomeOf(
  request: PurchaseRequest,
  row: GroupRow | undefined,
  { lookup, words }: { lookup: Queryable; words: RefusalWords },
): Promise<PurchaseOutcome> {
  switch (row?.outcome) {
    case 'CONFIRMED':
      return {
        kind: 'confirmed',
        order: orderOf(request, row.created_at_ms ?? Date.now()),
        remaining: row.remaining,
      };
    case 'REPLAYED':
      return (
        (await findReplay(lookup, request).catch(() => null)) ?? {
          kind: 'inProgress',
          retryAfterMs: limits.retryAfterMs,
        }
      );
    case 'MISMATCH':
      return { kind: 'mismatch' };
    case 'SOLD_OUT':
      return { kind: 'soldOut' };
    case 'LIMIT':
      return words.limitReached();
    case 'NOT_OPEN':
      return words.notOpen();
    case 'FENCED':
      return { kind: 'fenced' };
    default:
      throw new Error(`purchase_group answered ${row?.outcome ?? 'nothing'}`);
  }
}

/** What refused buyers of one sale are told. */
interface RefusalWords {
  limitReached(): Promise<PurchaseOutcome>;
  notOpen(): Promise<PurchaseOutcome>;
}

/** Read at most once for a group: a thousand look-ups would keep the next group, of whatever sale, from its connection. */
function lookUpOnce(lookup: Queryable, saleId: string): RefusalWords {
  const once = (read: () => Promise<PurchaseOutcome>): (() => Promise<PurchaseOutcome>) => {
    let answer: Promise<PurchaseOutcome> | undefined;
    return () => (answer ??= read().catch(() => OVERLOADED));
  };
  return {
    limitReached: once(() => limitReached(lookup, saleId)),
    notOpen: once(() => notOpen(lookup, saleId)),
  };
}

async function limitReached(lookup: Queryable, saleId: string): Promise<PurchaseOutcome> {
  const rows = await lookup.query<{ limit_per_buyer: number | null }[]>(
    'SELECT limit_per_buyer FROM sales WHERE id = $1',
    [saleId],
  );
  return { kind: 'limitReached', limit: rows[0]?.limit_per_buyer ?? 0 };
}

function lookupOn(pool: pg.Pool): Queryable {
  return {
    async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row> {
      const { rows } = await pool.query(sql, parameters);
      return rows as Row;
    },
  };
}
