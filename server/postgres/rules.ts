import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { SaleEntity } from './entities/sale.entity.ts';
import type { SaleState } from '../domain/sale.ts';
import { unitsOfBuyer } from './repositories/orders.ts';
import type { Queryable } from './queryable.ts';

/** Why a sale does not sell. `pooled`: not from its row, but there may be units in the pool: take them back and ask again. */
export type Refusal = PurchaseOutcome | { readonly kind: 'pooled' };

/** What decides about a purchase, of the row of its sale. */
export type SaleRules = Pick<
  SaleEntity,
  'remaining' | 'poolMoved' | 'limitPerBuyer' | 'fence' | 'stateNow' | 'opensAt' | 'closesAt'
>;

/**
 * Why this sale, as it was just read, refuses this request; null when it sells. Whether the answer still holds a moment
 * later depends on the lock that the caller has: none (and two buyers pass), or the row's.
 */
export async function refusalOf(
  postgres: Queryable,
  sale: SaleRules,
  request: PurchaseRequest,
): Promise<Refusal | null> {
  if (sale.fence !== request.fence) return { kind: 'fenced' };
  if (sale.stateNow !== 'OPEN' && sale.stateNow !== 'SOLD_OUT') {
    return { kind: 'notOpen', state: sale.stateNow, opensAt: sale.opensAt, closesAt: sale.closesAt };
  }
  if (sale.limitPerBuyer !== null) {
    const units = await unitsOfBuyer(postgres, request);
    if (units + request.quantity > sale.limitPerBuyer)
      return { kind: 'limitReached', limit: sale.limitPerBuyer };
  }
  if (sale.remaining >= request.quantity) return null;
  return sale.poolMoved > 0 ? { kind: 'pooled' } : { kind: 'soldOut' };
}

/** Why a sale that was not open refuses, read anew: one that has opened meanwhile is to be asked again. */
export async function notOpen(postgres: Queryable, saleId: string): Promise<PurchaseOutcome> {
  const [row] = await postgres.query<{ state: SaleState; opens_at: Date | null; closes_at: Date | null }[]>(
    'SELECT sale_state(state, remaining, pool_moved, opens_at, closes_at) AS state, opens_at, closes_at FROM sales WHERE id = $1',
    [saleId],
  );
  return row === undefined || row.state === 'OPEN' || row.state === 'SOLD_OUT'
    ? { kind: 'fenced' }
    : { kind: 'notOpen', state: row.state, opensAt: row.opens_at, closesAt: row.closes_at };
}
