import { readFileSync } from 'node:fs';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { orderOf, orderValues } from './repositories/orders.ts';
import { notOpen } from './rules.ts';
import type { Queryable } from './queryable.ts';

/** The statement that sells from the pool; see sql/take-pooled.sql. */
export const TAKE_POOLED = 'SELECT * FROM take_pooled($1, $2, $3, $4, $5, $6, $7, $8, $9)';
/** Moves more of what remains into the pool, until so many units stand there; see sql/fill-pool.sql. */
export const FILL_POOL = 'SELECT fill_pool($1, $2, $3)';
/** Waits until whoever has the next unit in hands has sold it or let it go. */
export const WAIT_FOR_UNIT = 'SELECT FROM unit_pool WHERE sale_id = $1 ORDER BY id LIMIT 1 FOR UPDATE';
/** The function behind TAKE_POOLED, for the explainers. */
export const takePooledSource = readFileSync(
  new URL('./sql/take-pooled.sql', import.meta.url),
  'utf8',
).trimEnd();

interface Row {
  readonly outcome: string;
  readonly created_at_ms: number | null;
  readonly limit_per_buyer: number | null;
}

/** What the pool can't decide: FILL, there is more outside of it; LOCKED, enough is there but in other hands. */
export type Undecided = 'FILL' | 'LOCKED';

/** Takes units of the pool in one statement, its own transaction. Throws what Postgres threw, 23505 for a key that was used. */
export async function decidePooled(
  postgres: Queryable,
  request: PurchaseRequest,
): Promise<PurchaseOutcome | Undecided> {
  const [row] = await postgres.query<Row[]>(TAKE_POOLED, [...orderValues(request), request.fence]);
  switch (row?.outcome) {
    case 'CONFIRMED':
      return { kind: 'confirmed', order: orderOf(request, row.created_at_ms ?? Date.now()), remaining: null };
    case 'SOLD_OUT':
      return { kind: 'soldOut' };
    case 'LIMIT':
      return { kind: 'limitReached', limit: row.limit_per_buyer ?? 0 };
    case 'NOT_OPEN':
      return notOpen(postgres, request.saleId);
    case 'FENCED':
      return { kind: 'fenced' };
    case 'FILL':
    case 'LOCKED':
      return row.outcome;
    default:
      throw new Error(`take_pooled answered ${row?.outcome ?? 'nothing'}`);
  }
}
