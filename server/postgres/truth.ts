import type { DataSource } from 'typeorm';
import { shareRecent } from '../domain/recent.ts';
import { RECENT_MS, type SaleStanding, type Truth } from '../domain/truth.ts';
import { findExisting } from './repositories/orders.ts';
import { raiseFence, readStanding } from './repositories/sales.ts';

/** The truth, in Postgres. */
export function createTruth(postgres: DataSource): Truth {
  const standing = (saleId: string): Promise<SaleStanding | null> => readStanding(postgres, saleId);
  const recent = shareRecent(standing, RECENT_MS);
  return {
    standing,
    recentStanding: recent.get,
    peekStanding: recent.peek,
    lastStanding: recent.last,
    forgetStanding: recent.forget,
    raiseFence: ({ saleId, ifFence }, event) =>
      postgres.transaction((manager) =>
        raiseFence(manager, { id: saleId, ...(ifFence === undefined ? {} : { ifFence }) }, event),
      ),
    existing: (orderIds) => findExisting(postgres, orderIds),
  };
}
