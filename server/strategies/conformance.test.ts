import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';
import { purchaseToEnd } from '../tests/_util/purchase-to-end.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { strategies, strategyNames } from './index.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** So many purchases at once, each by a buyer and with a key of its own. Ends by kind, unknown ones asked again until they are known. */
async function rush(strategy: string, count: number, quantity = 1): Promise<Record<string, number>> {
  const run = uuidv7().slice(-12);
  const ends: Record<string, number> = {};
  const buy = async (index: number): Promise<void> => {
    const input = {
      saleId: '1',
      buyerId: `buyer-${index}`,
      quantity,
      strategy,
      idempotencyKey: `${run}-${index}`,
    };
    for (;;) {
      const answer = await purchaseToEnd(lab.services, input);
      if (answer.kind === 'inProgress' || answer.kind === 'overloaded') continue;
      const kind = answer.kind === 'replayed' ? 'confirmed' : answer.kind;
      ends[kind] = (ends[kind] ?? 0) + 1;
      return;
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => buy(index)));
  return ends;
}

async function prepare(stock: number): Promise<void> {
  await lab.services.sales.reset('1', { stock, raceWindowMs: 5 }, 'test');
}

describe.each(strategyNames.filter((name) => strategies[name].safe))('%s, which is safe,', (name) => {
  test('sells exactly 100 of 100 to 500 buyers at once', async () => {
    await prepare(100);
    expect(await rush(name, 500)).toEqual({ confirmed: 100, soldOut: 400 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({
      verdict: 'EXACT',
      sold: 100,
      remaining: 0,
      drift: 0,
    });
  });

  test('sells a single unit to one of 50', async () => {
    await prepare(1);
    expect(await rush(name, 50)).toEqual({ confirmed: 1, soldOut: 49 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 1 });
  });

  test('sells nothing where there is nothing', async () => {
    await prepare(0);
    expect(await rush(name, 20)).toEqual({ soldOut: 20 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({
      sold: 0,
      remaining: 0,
      oversold: 0,
      undersold: 0,
    });
  });

  test('sells 33 times 3 units of 100 and leaves the one that nobody asked for', async () => {
    await prepare(100);
    expect(await rush(name, 60, 3)).toEqual({ confirmed: 33, soldOut: 27 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 99, remaining: 1 });
  });

  test('gives a buyer who asks again with the same key the same order, sold out or not', async () => {
    await prepare(1);
    const ask = (buyerId: string, idempotencyKey = 'same-key-1') =>
      purchaseToEnd(lab.services, { saleId: '1', buyerId, quantity: 1, strategy: name, idempotencyKey });
    const first = await ask('ada');
    expect(first.kind).toBe('confirmed');
    const again = { kind: 'replayed', order: 'order' in first ? { id: first.order.id } : {} };
    expect(await ask('ada')).toMatchObject(again);
    await lab.services.purchases.settled();
    // Of these, a strategy with a gate learns that the sale is sold out, and answers from that while it is fresh.
    for (const buyerId of ['bob', 'cem']) expect((await ask(buyerId)).kind).toBe('soldOut');
    expect(await ask('ada')).toMatchObject(again);
    expect((await ask('ada', 'another-key-1')).kind).toBe('soldOut');
  });

  test('refuses another purchase under a key that was used', async () => {
    await prepare(10);
    const ask = (quantity: number) =>
      purchaseToEnd(lab.services, {
        saleId: '1',
        buyerId: 'ada',
        quantity,
        strategy: name,
        idempotencyKey: 'same-key-2',
      });
    await ask(1);
    expect((await ask(2)).kind).toBe('mismatch');
    expect(await lab.services.auditor.audit('1')).toMatchObject({ sold: 1 });
  });

  test('makes one order of one key asked 20 times at once', async () => {
    await prepare(10);
    const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy: name, idempotencyKey: 'same-key-3' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => purchaseToEnd(lab.services, input)));
    const ids = new Set(answers.flatMap((answer) => ('order' in answer ? [answer.order.id] : [])));
    expect(ids.size).toBe(1);
    expect(await lab.services.auditor.audit('1')).toMatchObject({ sold: 1 });
  });

  test('holds the limit of each buyer', async () => {
    await prepare(10);
    await lab.sql('UPDATE sales SET limit_per_buyer = 2 WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
    const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy: name, idempotencyKey: null };
    const ask = () => purchaseToEnd(lab.services, input);
    const ends = (await Promise.all([ask(), ask(), ask(), ask()])).map(({ kind }) => kind);
    expect(ends.toSorted()).toEqual(['confirmed', 'confirmed', 'limitReached', 'limitReached']);
    await lab.sql('UPDATE sales SET limit_per_buyer = NULL WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
  });

  test('sells all there is under a limit, be those first in line who have had theirs', async () => {
    await prepare(30);
    await lab.sql('UPDATE sales SET limit_per_buyer = 1 WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
    const buy = async (buyerId: string): Promise<string> => {
      const input = { saleId: '1', buyerId, quantity: 1, strategy: name, idempotencyKey: null };
      const { kind } = await purchaseToEnd(lab.services, input);
      return kind === 'overloaded' ? buy(buyerId) : kind;
    };
    const greedy = Array.from({ length: 160 }, (_, index) => `buyer-${index >> 2}`);
    const ends = await Promise.all(greedy.map(buy));
    expect(ends.filter((kind) => kind === 'confirmed')).toHaveLength(30);
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 30, remaining: 0 });
    await lab.sql('UPDATE sales SET limit_per_buyer = NULL WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
  });
});

describe.each(strategyNames.filter((name) => !strategies[name].safe))(
  '%s, which is unsafe on purpose,',
  (name) => {
    test('sells more than there is to 500 buyers at once, and the books say so', async () => {
      await prepare(100);
      const ends = await rush(name, 500);
      expect(ends['confirmed']).toBeGreaterThan(100);
      expect(await lab.services.auditor.audit('1')).toMatchObject({
        verdict: 'OVERSOLD',
        sold: ends['confirmed'],
      });
    });

    test('is refused on a LIVE sale', async () => {
      await prepare(10);
      await lab.sql("UPDATE sales SET mode = 'LIVE' WHERE id = 1");
      await lab.services.sales.sync('1', 'test');
      const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy: name, idempotencyKey: null };
      await expect(
        lab.services.purchases.purchase(input, { ...ANONYMOUS, buyerId: 'ada' }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await lab.sql("UPDATE sales SET mode = 'LAB' WHERE id = 1");
      await lab.services.sales.sync('1', 'test');
    });
  },
);

test('all safe strategies mixed on one sale sell exactly the stock', async () => {
  const safe = strategyNames.filter((name) => strategies[name].safe);
  await prepare(100);
  const ends = await Promise.all(safe.map((name) => rush(name, 150)));
  expect(ends.reduce((sum, end) => sum + (end['confirmed'] ?? 0), 0)).toBe(100);
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    verdict: 'EXACT',
    sold: 100,
    remaining: 0,
    redisRemaining: 0,
  });
});
