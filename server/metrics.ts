import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Figures } from './services/figures.ts';

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
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({
      name,
      help,
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
  );
  gauge(
    'flash_sale_units_excess',
    'Units beyond what there are, in any sale. Must be 0: above it, call a person.',
    gauges.excessUnits,
  );
  return registry;
}

/** Figures that are counted in the registry as well. */
export function withMetrics(figures: Figures, registry: Registry): Figures {
  const labelNames = ['strategy', 'end'] as const;
  const purchases = new Counter({
    name: 'flash_sale_purchases_total',
    help: 'Purchases by strategy and end.',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'flash_sale_purchase_seconds',
    help: 'From the arrival of a purchase to its answer.',
    labelNames: ['strategy'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    ...figures,
    record(end) {
      figures.record(end);
      purchases.inc({ strategy: end.strategy, end: end.figure });
      seconds.observe({ strategy: end.strategy }, end.latencyMs / 1_000);
    },
  };
}
