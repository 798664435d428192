import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { buyAll, holdsOf } from './_util/holds.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());
const by = { actor: 'admin', reason: null };
const newSale = (stock: number) =>
  engine.services.saleAdmin.createSale(
    {
      productId: '1',
      mode: 'LAB',
      stock,
      limitPerBuyer: null,
      opensAt: null,
      closesAt: null,
      raceWindowMs: 0,
    },
    by,
  );

test('three sales at once under mixed purchases and holds sell exactly their own stock', async () => {
  const sales = await Promise.all([newSale(20), newSale(35), newSale(50)]);
  const crowds = sales.flatMap(({ id: saleId }) => [
    buyAll(engine, { strategy: 'REDIS_LUA', count: 40, saleId }),
    buyAll(engine, { strategy: 'ROW_LOCK', count: 30, saleId }),
    Promise.all(Array.from({ length: 10 }, (_, index) => holdsOf(engine, saleId).ask(`holder-${index}`))),
  ]);
  await Promise.all(crowds);
  for (const { id, stock } of sales) {
    const { held, sold, remaining } = await holdsOf(engine, id).books();
    expect(held + sold).toBe(stock);
    expect(remaining).toBe(0);
    expect(await engine.services.auditor.audit(id)).toMatchObject({
      oversold: 0,
      undersold: 0,
      drift: 0,
      duplicates: 0,
    });
  }
});

test('the stock is moved up and down while 150 buyers buy, and not one unit more is sold', async () => {
  const { id } = await newSale(40);
  const moveTo = (stock: number) => engine.services.saleAdmin.updateSale(id, { stock }, by);
  const buying = Promise.all([
    buyAll(engine, { strategy: 'REDIS_LUA', count: 80, saleId: id }),
    buyAll(engine, { strategy: 'ROW_LOCK', count: 70, saleId: id }),
  ]);
  await moveTo(60);
  await moveTo(55).catch(() => undefined);
  await moveTo(90);
  await buying;
  const rest = await buyAll(engine, { strategy: 'REDIS_LUA', count: 100, saleId: id });
  expect(rest['soldOut']).toBeGreaterThan(0);
  expect(await holdsOf(engine, id).books()).toEqual({ remaining: 0, held: 0, sold: 90, identity: true });
  expect(await engine.services.auditor.audit(id)).toMatchObject({ verdict: 'EXACT', sold: 90, drift: 0 });
});

test('the stock is never less than what is sold and held', async () => {
  const { id } = await newSale(10);
  const holds = holdsOf(engine, id);
  await holds.take('ada', { quantity: 3 });
  await holds.buy('bob', 'ROW_LOCK', 2);
  const moveTo = (stock: number) => engine.services.saleAdmin.updateSale(id, { stock }, by);
  await expect(moveTo(4)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/^5 units/),
  });
  expect(await moveTo(5)).toMatchObject({ stock: 5, remaining: 0, state: 'SOLD_OUT' });
  expect((await holds.buy('cem', 'REDIS_LUA')).answer.kind).toBe('soldOut');
  expect(await moveTo(6)).toMatchObject({ stock: 6, remaining: 1, state: 'OPEN' });
  expect((await holds.buy('cem', 'REDIS_LUA')).answer.kind).toBe('confirmed');
  expect(await holds.books()).toEqual({ remaining: 0, held: 3, sold: 3, identity: true });
  expect(await engine.services.auditor.audit(id)).toMatchObject({ verdict: 'EXACT', undersold: 0 });
});
