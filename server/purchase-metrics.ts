import { Counter, Histogram, type Registry } from 'prom-client';
import { FIGURES, type Figure } from './domain/figures.ts';
import type { Figures } from './services/figures.ts';

const SECONDS = 'flash_sale_purchase_seconds';
const UP_TO_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** Purchases by one strategy since the start of this process. */
interface Tally {
  readonly ends: Record<Figure, number>;
  /** By the first bound that holds them; one more for what is longer. */
  readonly buckets: number[];
  sumSeconds: number;
}

/**
 * Figures that are counted for the registry as well. Counted here in plain numbers and turned into metrics when somebody
 * scrapes them: finding a counter by its labels costs more than all else that is counted of a purchase.
 */
export function withMetrics(figures: Figures, registry: Registry): Figures {
  const tallies = new Map<string, Tally>();
  countPurchases(tallies, registry);
  timePurchases(tallies, registry);
  return {
    ...figures,
    record(end) {
      figures.record(end);
      const tally = tallyOf(tallies, end.strategy);
      const seconds = end.latencyMs / 1_000;
      let bucket = 0;
      while (seconds > (UP_TO_SECONDS[bucket] ?? Infinity)) bucket += 1;
      tally.ends[end.figure] += 1;
      tally.buckets[bucket] = (tally.buckets[bucket] ?? 0) + 1;
      tally.sumSeconds += seconds;
    },
  };
}

function tallyOf(tallies: Map<string, Tally>, strategy: string): Tally {
  const known = tallies.get(strategy);
  if (known !== undefined) return known;
  const tally: Tally = {
    ends: { confirmed: 0, soldOut: 0, rejected: 0, failed: 0, unknown: 0 },
    buckets: Array.from({ length: UP_TO_SECONDS.length + 1 }, () => 0),
    sumSeconds: 0,
  };
  tallies.set(strategy, tally);
  return tally;
}

function countPurchases(tallies: ReadonlyMap<string, Tally>, registry: Registry): void {
  const counter: Counter<'strategy' | 'end'> = new Counter({
    name: 'flash_sale_purchases_total',
    help: 'Purchases by strategy and end.',
    labelNames: ['strategy', 'end'],
    registers: [registry],
    collect: (): void => {
      counter.reset();
      for (const [strategy, { ends }] of tallies)
        for (const end of FIGURES) if (ends[end] > 0) counter.inc({ strategy, end }, ends[end]);
    },
  });
}

function timePurchases(tallies: ReadonlyMap<string, Tally>, registry: Registry): void {
  const words = { name: SECONDS, help: 'From the arrival of a purchase to its answer.' };
  const histogram = new Histogram({
    ...words,
    labelNames: ['strategy'],
    buckets: [...UP_TO_SECONDS],
    registers: [registry],
  });
  const read = () => {
    const values = [...tallies].flatMap(([strategy, tally]) => secondsOf(strategy, tally));
    return Promise.resolve({ ...words, type: 'histogram', aggregator: 'sum', values });
  };
  // A histogram can only be told of one value after the other: its values are made where they are read.
  Object.assign(histogram, { get: read, getForPromString: read });
}

function secondsOf(strategy: string, { buckets, sumSeconds }: Tally) {
  let count = 0;
  const within = buckets.map((times, index) => {
    count += times;
    const le = UP_TO_SECONDS[index] ?? '+Inf';
    return { metricName: `${SECONDS}_bucket`, labels: { le, strategy }, value: count };
  });
  return [
    ...within,
    { metricName: `${SECONDS}_sum`, labels: { strategy }, value: sumSeconds },
    { metricName: `${SECONDS}_count`, labels: { strategy }, value: count },
  ];
}
