import type { Redis } from 'ioredis';
import type { Figure } from '../domain/figures.ts';
import { bucketOf } from '../domain/histogram.ts';
import { limits } from '../domain/limits.ts';
import type { SpanName } from '../domain/spans.ts';
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
  readonly spans?: ReadonlyMap<SpanName, number>;
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
  fields: Map<string, number>;
  requests: number;
  orders: number;
  /** Sent, but not known to have arrived: sent again under the same number until it has. */
  outbox: FiguresFlush | null;
}

/** Field of the fewest units refused as sold out: kept as a maximum, since a maximum is what merges. */
export const REFUSAL_FIELD = 'refusal:max';

/** Turns the fewest refused units into the stored maximum, and back. */
export const refusalCode = (value: number): number => limits.quantityMax + 1 - value;

/** A recorder that costs two or three map updates a purchase. */
export function createFigures(redis: Redis, replicaId: string): Figures {
  const accounts = new Map<string, Account>();
  let flushNumber = 0;
  let flushing: Promise<void> = Promise.resolve();

  async function send(key: string, account: Account): Promise<void> {
    account.outbox ??= takeFlush(account, replicaId, (flushNumber += 1));
    await addFigures(redis, account, account.outbox);
    account.outbox = null;
    if (account.requests === 0) accounts.delete(key);
  }

  async function flushAll(): Promise<void> {
    await Promise.allSettled([...accounts].map(([key, account]) => send(key, account)));
  }
  const flush = (): Promise<void> => (flushing = flushing.then(flushAll));
  const timer = setInterval(() => void (accounts.size > 0 && flush()), FLUSH_EVERY_MS);

  return {
    record({ saleId, epoch, strategy, figure, quantity, latencyMs, spans }) {
      const account = accountOf(accounts, saleId, epoch);
      account.requests += 1;
      if (figure === 'confirmed') account.orders += 1;
      if (figure === 'soldOut') raise(account.fields, REFUSAL_FIELD, refusalCode(quantity));
      add(account.fields, `${strategy}:${figure}`, 1);
      add(account.fields, `${strategy}:b:${bucketOf(latencyMs)}`, 1);
      add(account.fields, `${strategy}:sum`, latencyMs);
      raise(account.fields, `${strategy}:max`, latencyMs);
      if (spans === undefined) return;
      add(account.fields, `${strategy}:spanned`, 1);
      for (const [name, ms] of spans) add(account.fields, `${strategy}:s:${name}`, ms);
    },
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
    },
  };
}

function accountOf(accounts: Map<string, Account>, saleId: string, epoch: number): Account {
  const key = `${saleId}/${epoch}`;
  const known = accounts.get(key);
  if (known !== undefined) return known;
  const account: Account = { saleId, epoch, fields: new Map(), requests: 0, orders: 0, outbox: null };
  accounts.set(key, account);
  return account;
}

function takeFlush(account: Account, replicaId: string, flush: number): FiguresFlush {
  const taken = {
    replicaId,
    flush,
    requests: account.requests,
    orders: account.orders,
    fields: account.fields,
  };
  account.fields = new Map();
  account.requests = 0;
  account.orders = 0;
  return taken;
}

function add(fields: Map<string, number>, field: string, amount: number): void {
  fields.set(field, (fields.get(field) ?? 0) + amount);
}

function raise(fields: Map<string, number>, field: string, value: number): void {
  if (value > (fields.get(field) ?? 0)) fields.set(field, value);
}
