import { FIGURES, type Figure } from '../domain/figures.ts';
import { createHistogram, record as recordLatency, type Histogram } from '../domain/histogram.ts';
import { limits } from '../domain/limits.ts';
import { createSpanSums, SPANS, type MeasuredSpans, type SpanSums } from '../domain/spans.ts';
import type { RedisClient } from '../redis/client.ts';
import { addFigures, type FiguresFlush } from '../redis/figures-store.ts';

const FLUSH_EVERY_MS = 100;

/** One purchase that has ended. */
export interface PurchaseEnd {
  readonly saleId: string;
  readonly epoch: number;
  readonly strategy: string;
  readonly figure: Figure;
  readonly quantity: number;
  readonly latencyMs: number;
  /** Where the latency went; absent where it was not measured. */
  readonly spans?: MeasuredSpans;
}

/** Counts this replica's purchases and adds them to everybody's totals ten times a second. */
export interface Figures extends AsyncDisposable {
  record(end: PurchaseEnd): void;
  /** Adds what is counted so far now. Resolves when Redis has it, or can't be reached. */
  flush(): Promise<void>;
}

/** Figures of one epoch of one sale that Redis does not have yet. */
interface Account {
  readonly saleId: string;
  readonly epoch: number;
  counts: Map<string, StrategyCount>;
  requests: number;
  orders: number;
  /** The fewest units refused as sold out; 0 for no refusal. */
  refusal: number;
  /** Sent, but not known to have arrived: sent again under the same number until it has. */
  outbox: FiguresFlush | null;
}

/** Purchases by one strategy: plain numbers, since a purchase passes here and fields of text are made ten times a second. */
interface StrategyCount {
  readonly ends: Record<Figure, number>;
  readonly latency: Histogram;
  readonly spansMs: SpanSums;
  spanned: number;
}

/** Field of the fewest units refused as sold out: kept as a maximum, since a maximum is what merges. */
export const REFUSAL_FIELD = 'refusal:max';

/** Turns the fewest refused units into the stored maximum, and back. */
export const refusalCode = (value: number): number => limits.quantityMax + 1 - value;

/** A recorder that costs a few additions a purchase. */
export function createFigures(redis: RedisClient, replicaId: string): Figures {
  const accounts = new Map<string, Account>();
  let last: Account | null = null;
  let flushNumber = 0;
  let flushing: Promise<void> = Promise.resolve();

  async function send(key: string, account: Account): Promise<void> {
    account.outbox ??= takeFlush(account, replicaId, (flushNumber += 1));
    await addFigures(redis, account, account.outbox);
    account.outbox = null;
    if (account.requests > 0) return;
    accounts.delete(key);
    if (last === account) last = null;
  }

  async function flushAll(): Promise<void> {
    await Promise.allSettled([...accounts].map(([key, account]) => send(key, account)));
  }
  const flush = (): Promise<void> => (flushing = flushing.then(flushAll));
  const timer = setInterval(() => void (accounts.size > 0 && flush()), FLUSH_EVERY_MS);

  return {
    record(end) {
      // Purchases come in rushes on one sale: most find their account without looking it up.
      if (last?.saleId !== end.saleId || last.epoch !== end.epoch)
        last = accountOf(accounts, end.saleId, end.epoch);
      count(last, end);
    },
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
    },
  };
}

function count(account: Account, { strategy, figure, quantity, latencyMs, spans }: PurchaseEnd): void {
  account.requests += 1;
  if (figure === 'confirmed') account.orders += 1;
  if (figure === 'soldOut' && (account.refusal === 0 || quantity < account.refusal))
    account.refusal = quantity;
  const counts = account.counts.get(strategy) ?? countOf(account, strategy);
  counts.ends[figure] += 1;
  recordLatency(counts.latency, latencyMs);
  if (spans === undefined) return;
  counts.spanned += 1;
  spans.addTo(counts.spansMs, latencyMs);
}

function accountOf(accounts: Map<string, Account>, saleId: string, epoch: number): Account {
  const key = `${saleId}/${epoch}`;
  const known = accounts.get(key);
  if (known !== undefined) return known;
  const account = { saleId, epoch, counts: new Map(), requests: 0, orders: 0, refusal: 0, outbox: null };
  accounts.set(key, account);
  return account;
}

function countOf(account: Account, strategy: string): StrategyCount {
  const counts: StrategyCount = {
    ends: { confirmed: 0, soldOut: 0, rejected: 0, failed: 0, unknown: 0 },
    latency: createHistogram(),
    spansMs: createSpanSums(),
    spanned: 0,
  };
  account.counts.set(strategy, counts);
  return counts;
}

function takeFlush(account: Account, replicaId: string, flush: number): FiguresFlush {
  const { requests, orders, refusal, counts } = account;
  const fields = new Map<string, number>();
  if (refusal > 0) fields.set(REFUSAL_FIELD, refusalCode(refusal));
  for (const [strategy, each] of counts) addFields(fields, strategy, each);
  account.counts = new Map();
  account.requests = 0;
  account.orders = 0;
  account.refusal = 0;
  return { replicaId, flush, requests, orders, fields };
}

function addFields(
  fields: Map<string, number>,
  strategy: string,
  { ends, latency, spansMs, spanned }: StrategyCount,
): void {
  for (const figure of FIGURES) if (ends[figure] > 0) fields.set(`${strategy}:${figure}`, ends[figure]);
  for (const [bucket, times] of latency.counts) fields.set(`${strategy}:b:${bucket}`, times);
  fields.set(`${strategy}:sum`, latency.sumMs);
  if (latency.maxMs > 0) fields.set(`${strategy}:max`, latency.maxMs);
  if (spanned === 0) return;
  fields.set(`${strategy}:spanned`, spanned);
  for (const [index, name] of SPANS.entries()) {
    const ms = spansMs[index] ?? 0;
    if (ms > 0) fields.set(`${strategy}:s:${name}`, ms);
  }
}
