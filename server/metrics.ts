import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Gauges that are read when somebody asks. */
export interface Gauges {
  inFlight(): number;
  groupWaiting(): number;
  poolWaiting(): number;
  lostUnits(): number;
  excessUnits(): number;
}

/** A registry of its own for each app, so that two in one process do not meet. */
export function createMetrics(gauges: Gauges): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number, aggregator: 'sum' | 'max' = 'sum'): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      aggregator,
      registers: [registry],
      collect: (): void => made.set(read()),
    });
  };
  gauge(
    'flash_sale_purchases_in_flight',
    'Purchases that have arrived and have no answer yet.',
    gauges.inFlight,
  );
  gauge('flash_sale_group_waiting', 'Purchases gathered for the next group commit.', gauges.groupWaiting);
  gauge('flash_sale_pool_waiting', 'Purchases that wait for a connection to Postgres.', gauges.poolWaiting);
  gauge(
    'flash_sale_units_lost',
    'Units in no account of their sale. Must be 0; repaired after a lease.',
    gauges.lostUnits,
    // Every worker looks at all sales: the same units are counted by each.
    'max',
  );
  gauge(
    'flash_sale_units_excess',
    'Units beyond what there are, in any sale that no unsafe strategy has sold from. Must be 0: above it, call a person.',
    gauges.excessUnits,
    'max',
  );
  gauge('flash_sale_workers', 'Processes of this server that serve.', () => 1);
  return registry;
}
