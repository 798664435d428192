import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PurchaseAnswer } from '../domain/purchase.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { purchaseToEnd } from './_util/purchase-to-end.ts';
import { holdLock } from './_util/sql.ts';

/** Until a sale opens, in the tests that wait for it. */
const OPENS_IN_MS = 1_500;
const BY = { actor: 'test', reason: null };
const SAFE = strategyNames.filter((name) => strategies[name].safe);

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

const soon = (): Date => new Date(Date.now() + OPENS_IN_MS);

async function create(stock: number, opensAt: Date | null = null): Promise<string> {
  const settings = { stock, opensAt, closesAt: null, limitPerBuyer: null, raceWindowMs: 0 };
  return (await lab.services.saleAdmin.createSale({ productId: '1', mode: 'LAB', ...settings }, BY)).id;
}

const buy = async (saleId: string, strategy: string, buyerId = 'ada'): Promise<PurchaseAnswer> =>
  purchaseToEnd(lab.services, { saleId, buyerId, quantity: 1, strategy, idempotencyKey: null });

test.each(['REDIS_LUA', 'GROUP_COMMIT', 'SKIP_LOCKED', 'ROW_LOCK', 'SHARDED_COUNTER'])(
  'who asks until a sale opens is told SCHEDULED before and sold to after, by %s',
  async (strategy) => {
    const saleId = await create(60, soon());
    let isOpen = false;
    const untilSold = async (buyerId: string): Promise<void> => {
      for (;;) {
        const begunOpen = isOpen;
        const answer = await buy(saleId, strategy, buyerId);
        if (answer.kind === 'notOpen') {
          expect(answer.state).toBe('SCHEDULED');
          // Whoever comes after somebody has bought comes to an open sale.
          expect(begunOpen).toBe(false);
        }
        if (answer.kind !== 'confirmed') continue;
        isOpen = true;
        return;
      }
    };
    await Promise.all(Array.from({ length: 60 }, (_, index) => untilSold(`buyer-${index}`)));
    expect(await buy(saleId, strategy)).toEqual({ kind: 'soldOut' });
  },
);

test('a crowd before the opening is answered from memory, whoever has the sale’s row', async () => {
  const saleId = await create(10, new Date(Date.now() + 3_600_000));
  const refusal = { kind: 'notOpen', state: 'SCHEDULED' };
  await expect.poll(() => buy(saleId, 'REDIS_LUA')).toMatchObject(refusal);
  await using row = await holdLock(
    lab.stores.databaseUrl,
    `SELECT FROM sales WHERE id = ${saleId} FOR UPDATE`,
  );
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, index) => buy(saleId, 'REDIS_LUA', `buyer-${index}`)),
  );
  for (const answer of answers) expect(answer).toMatchObject(refusal);
  await row.unlock();
});

test.each(SAFE)('a paused sale without units is paused, and not sold out, by %s', async (strategy) => {
  const saleId = await create(1);
  expect(await buy(saleId, strategy)).toMatchObject({ kind: 'confirmed' });
  expect(await buy(saleId, strategy)).toEqual({ kind: 'soldOut' });
  await lab.services.saleAdmin.pause(saleId, BY);
  expect(await buy(saleId, strategy)).toMatchObject({ kind: 'notOpen', state: 'PAUSED' });
});
