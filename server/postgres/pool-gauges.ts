import type { DataSource } from 'typeorm';

/** How busy a pool is now. */
export interface PoolGauges {
  poolInUse(): number;
  poolWaiting(): number;
}

/** Reads the pool of pg behind a data source; TypeORM does not show it in its types. */
export function poolGauges(dataSource: DataSource): PoolGauges {
  const pool: unknown = Reflect.get(dataSource.driver, 'master');
  const read = (name: string): number => {
    const value: unknown = typeof pool === 'object' && pool !== null ? Reflect.get(pool, name) : undefined;
    return typeof value === 'number' ? value : 0;
  };
  return {
    poolInUse: () => read('totalCount') - read('idleCount'),
    poolWaiting: () => read('waitingCount'),
  };
}
