import type { Figure } from '../domain/figures.ts';
import {
  createHistogram,
  merge,
  summarize,
  type Histogram,
  type LatencySummary,
} from '../domain/histogram.ts';
import { isSpanName, spanTotals, type SpanName, type SpanTotal } from '../domain/spans.ts';
import type { StrategyStats } from '../domain/stats.ts';
import type { RedisClient } from '../redis/client.ts';
import { readFigures } from '../redis/figures-store.ts';
import { REFUSAL_FIELD, refusalCode } from './figures.ts';

/** An epoch's figures over all replicas, by strategy and in all. */
export interface FiguresReading {
  readonly byStrategy: readonly StrategyStats[];
  readonly latency: LatencySummary;
  readonly requests: number;
  readonly confirmed: number;
  readonly soldOut: number;
  readonly rejected: number;
  /** Purchases that failed, and those whose end is unknown. */
  readonly failed: number;
  readonly unknown: number;
  /** The fewest units that a buyer was refused as sold out; null when nobody was. */
  readonly smallestRefusal: number | null;
}

interface Tally {
  readonly histogram: Histogram;
  readonly ends: Record<Figure, number>;
  readonly spansMs: Map<SpanName, number>;
  spanned: number;
}

/** Reads the fields that `Figures` wrote. Unknown fields, such as flush numbers, are skipped. */
export function readTotals(fields: ReadonlyMap<string, number>): FiguresReading {
  const tallies = new Map<string, Tally>();
  for (const [field, value] of fields) {
    const [strategy = '', name = '', bucket = ''] = field.split(':');
    if (strategy !== 'flush' && strategy !== 'refusal')
      addField(tallyOf(tallies, strategy), { name, bucket }, value);
  }
  const all = createHistogram();
  for (const tally of tallies.values()) merge(all, tally.histogram);
  const total = (pick: (ends: Record<Figure, number>) => number): number =>
    [...tallies.values()].reduce((sum, tally) => sum + pick(tally.ends), 0);
  const refusal = fields.get(REFUSAL_FIELD);
  return {
    byStrategy: [...tallies]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([strategy, tally]) => statsOf(strategy, tally)),
    latency: summarize(all),
    requests: all.count,
    confirmed: total((ends) => ends.confirmed),
    soldOut: total((ends) => ends.soldOut),
    rejected: total((ends) => ends.rejected),
    failed: total((ends) => ends.failed + ends.unknown),
    unknown: total((ends) => ends.unknown),
    smallestRefusal: refusal === undefined ? null : refusalCode(refusal),
  };
}

function tallyOf(tallies: Map<string, Tally>, strategy: string): Tally {
  const known = tallies.get(strategy);
  if (known !== undefined) return known;
  const tally: Tally = {
    histogram: createHistogram(),
    ends: { confirmed: 0, soldOut: 0, rejected: 0, failed: 0, unknown: 0 },
    spansMs: new Map(),
    spanned: 0,
  };
  tallies.set(strategy, tally);
  return tally;
}

function addField(tally: Tally, field: { name: string; bucket: string }, value: number): void {
  if (field.name === 'b') {
    tally.histogram.counts.set(Number(field.bucket), value);
    tally.histogram.count += value;
  } else if (field.name === 's' && isSpanName(field.bucket)) tally.spansMs.set(field.bucket, value);
  else if (field.name === 'spanned') tally.spanned = value;
  else if (field.name === 'sum') tally.histogram.sumMs = value;
  else if (field.name === 'max') tally.histogram.maxMs = value;
  else if (isFigure(field.name)) tally.ends[field.name] = value;
}

function isFigure(name: string): name is Figure {
  return (
    name === 'confirmed' ||
    name === 'soldOut' ||
    name === 'rejected' ||
    name === 'failed' ||
    name === 'unknown'
  );
}

function statsOf(strategy: string, { histogram, ends, spansMs, spanned }: Tally): StrategyStats {
  return {
    strategy,
    requests: histogram.count,
    confirmed: ends.confirmed,
    soldOut: ends.soldOut,
    rejected: ends.rejected,
    failed: ends.failed + ends.unknown,
    latency: summarize(histogram),
    spans: spanTotals(spansMs, spanned),
  };
}

/** Where the time of an epoch's purchases by one strategy went. Nothing while Redis can't be asked. */
export function createSpansReading(
  redis: RedisClient,
): (run: { saleId: string; epoch: number; strategy: string }) => Promise<readonly SpanTotal[]> {
  return async ({ strategy, ...sale }) => {
    const totals = await readFigures(redis, sale).catch(() => null);
    const { byStrategy } = readTotals(totals?.fields ?? new Map());
    return byStrategy.find((stats) => stats.strategy === strategy)?.spans ?? [];
  };
}
