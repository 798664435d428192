import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitedFor } from '../domain/afterwards.ts';
import type { PurchaseOutcome } from '../domain/purchase.ts';
import { openBooks } from '../simulation/books.ts';
import { saleOf } from '../simulation/postgres-values.ts';
import type { StrategyDeps } from '../strategies/index.ts';
import { ANONYMOUS } from './identity.ts';
import { createPurchases, type PurchasesDeps } from './purchases.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Everything around a strategy, over groups that Postgres decides about when `decide` is called. */
function purchasesOf() {
  const undecided: ((outcome: PurchaseOutcome) => void)[] = [];
  const strategyDeps: Pick<StrategyDeps, 'groups' | 'afterwards'> = {
    groups: {
      purchase: () => new Promise((resolve) => void undecided.push(resolve)),
      waiting: () => undecided.length,
    },
    afterwards: waitedFor,
  };
  const sale = {
    ...saleOf(openBooks({ saleId: '1', stock: 100, limitPerBuyer: null })),
    mode: 'LAB' as const,
  };
  const deps: Pick<PurchasesDeps, 'directory' | 'figures' | 'knownKeys'> = {
    directory: {
      get: () => Promise.resolve(sale),
      peek: () => sale,
      forget: () => undefined,
      [Symbol.dispose]: () => undefined,
    },
    figures: {
      record: () => undefined,
      flush: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    knownKeys: { find: () => Promise.resolve(null), isNew: () => true },
  };
  const purchases = createPurchases({ ...deps, strategyDeps } as PurchasesDeps);
  const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy: 'GROUP_COMMIT', idempotencyKey: null };
  return {
    inFlight: purchases.inFlight,
    buy: (idempotencyKey: string | null = null) =>
      purchases.purchase({ ...input, idempotencyKey }, ANONYMOUS),
    decide: () => undecided.splice(0).forEach((resolve) => resolve({ kind: 'soldOut' })),
  };
}

test('a buyer waits three seconds for an end, and is then told to ask again while the purchase goes on', async () => {
  const { buy, decide, inFlight } = purchasesOf();
  const told: string[] = [];
  const bought = buy().then(({ answer, latencyMs }) => told.push(answer.kind, String(latencyMs)));
  await vi.advanceTimersByTimeAsync(2_999);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await bought;
  expect(told).toEqual(['inProgress', '3000']);
  expect(inFlight()).toBe(1);
  decide();
  await vi.advanceTimersByTimeAsync(0);
  expect(inFlight()).toBe(0);
});

test('10,000 purchases may be under way, and more are turned away at once', async () => {
  const { buy, decide, inFlight } = purchasesOf();
  const underWay = Array.from({ length: 10_000 }, () => buy());
  expect(inFlight()).toBe(10_000);
  expect((await buy()).answer.kind).toBe('overloaded');
  decide();
  const ends = new Set((await Promise.all(underWay)).map(({ answer }) => answer.kind));
  expect([...ends]).toEqual(['soldOut']);
  expect(inFlight()).toBe(0);
});

test('who waits for the end of another request under the same key counts as well', async () => {
  const { buy, decide, inFlight } = purchasesOf();
  const waiting = Array.from({ length: 10_000 }, () => buy('key-of-ada'));
  expect(inFlight()).toBe(1);
  expect((await buy('key-of-ada')).answer.kind).toBe('overloaded');
  decide();
  await Promise.all(waiting);
  const again = buy('key-of-ada');
  decide();
  expect((await again).answer.kind).toBe('soldOut');
});
