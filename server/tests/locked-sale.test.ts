import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { holdsOf } from './_util/holds.ts';
import { holdLock } from './_util/sql.ts';

let lab: TestEngine;
let other: string;
beforeAll(async () => {
  lab = await openTestEngine();
  const [row] = await lab.sql<{ id: string }>(
    `INSERT INTO sales (product_id, mode, stock, remaining) SELECT min(id), 'LAB', 100, 100 FROM products RETURNING id`,
  );
  other = row?.id ?? '';
});
afterAll(() => lab[Symbol.asyncDispose]());

/** Locks the row of sale 1, as a long reset does. */
const lockSale = () => holdLock(lab.stores.databaseUrl, 'SELECT FROM sales WHERE id = 1 FOR UPDATE');
const reset = () => lab.services.sales.reset('1', { stock: 5, raceWindowMs: null }, 'test');

test('resets that wait for a sale keep nobody from buying in another one, and give up soon', async () => {
  await using _long = await lockSale();
  const resets = Promise.allSettled(Array.from({ length: 8 }, reset));
  const ends = new Set<string>();
  for (let index = 0; index < 40; index += 1) {
    const input = {
      saleId: other,
      buyerId: `b-${index}`,
      quantity: 1,
      strategy: 'ROW_LOCK',
      idempotencyKey: null,
    };
    const { answer } = await lab.services.purchases.purchase(input, ANONYMOUS);
    ends.add(answer.kind);
    // What is known of a sale is a second old at most: then it is read anew, beside all those resets.
    await lab.sql('SELECT pg_sleep(0.05)');
  }
  expect([...ends]).toEqual(['confirmed']);
  expect(new Set((await resets).map(({ status }) => status))).toEqual(new Set(['rejected']));
});

test('holds of another sale expire though this one is locked and has due ones too', async () => {
  const [here, there] = [holdsOf(lab), holdsOf(lab, other)];
  const held = await Promise.all([here.take('ada'), there.take('ada')]);
  await using long = await lockSale();
  // The sale with the lower number is looked at first.
  await Promise.all([here.makeDue(held[0]), there.makeDue(held[1])]);
  await expect.poll(async () => (await there.books()).held, { timeout: 2_000 }).toBe(0);
  await long.unlock();
  await expect.poll(async () => (await here.books()).held, { timeout: 4_000 }).toBe(0);
});

test('what is under way on this sale keeps nobody from an audit of another, and is told of here', async () => {
  const at = { quantity: 1, strategy: 'ROW_LOCK', idempotencyKey: null };
  const buy = (saleId: string, buyerId: string) =>
    lab.services.purchases.purchase({ ...at, saleId, buyerId }, ANONYMOUS);
  await buy(other, 'grace');
  const long = await lockSale();
  const waiting = buy('1', 'alan');
  expect(await lab.services.auditor.audit(other)).toMatchObject({ verdict: 'EXACT', unknown: 0 });
  expect(await lab.services.auditor.audit('1')).toMatchObject({
    verdict: 'INCONCLUSIVE',
    explanation: '1 purchase is still under way: audit again in a moment.',
  });
  await long.unlock();
  await waiting;
  expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT' });
});
