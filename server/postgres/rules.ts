import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { SaleEntity } from './entities/sale.entity.ts';
import { unitsOfBuyer } from './repositories/orders.ts';
import type { Queryable } from './queryable.ts';

/**
 * Why this sale, as it was just read, refuses this request; null when it sells. Whether the answer still holds a moment
 * later depends on the lock that the caller has: none (and two buyers pass), or the row's.
 */
export async function refusalOf(
  postgres: Queryable,
  sale: SaleEntity,
  request: PurchaseRequest,
): Promise<PurchaseOutcome | null> {
  if (sale.fence !== request.fence) return { kind: 'fenced' };
  if (sale.stateNow !== 'OPEN' && sale.stateNow !== 'SOLD_OUT') {
    return { kind: 'notOpen', state: sale.stateNow, opensAt: sale.opensAt, closesAt: sale.closesAt };
  }
  if (sale.limitPerBuyer !== null) {
    const units = await unitsOfBuyer(postgres, request);
    if (units + request.quantity > sale.limitPerBuyer)
      return { kind: 'limitReached', limit: sale.limitPerBuyer };
  }
  return sale.remaining < request.quantity ? { kind: 'soldOut' } : null;
}
