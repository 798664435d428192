import type { DataSource } from 'typeorm';
import type { Standing, Truth } from '../domain/truth.ts';
import { findExisting } from './repositories/orders.ts';
import { raiseFence, readRemaining } from './repositories/sales.ts';

/** The truth, in Postgres. `recently` shares one read among those who ask within a moment. */
export function createTruth(
  postgres: DataSource,
  recently: (
    read: (saleId: string) => Promise<Standing | null>,
  ) => (saleId: string) => Promise<Standing | null>,
): Truth {
  const standing = (saleId: string): Promise<Standing | null> => readRemaining(postgres, saleId);
  return {
    standing,
    recentStanding: recently(standing),
    raiseFence: ({ saleId, ifFence }, event) =>
      postgres.transaction((manager) =>
        raiseFence(manager, { id: saleId, ...(ifFence === undefined ? {} : { ifFence }) }, event),
      ),
    existing: (orderIds) => findExisting(postgres, orderIds),
  };
}
