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

test('a stock that is lowered again and again into a rush never falls below what was sold', async () => {
  const { id } = await newSale(60);
  const holds = holdsOf(engine, id);
  const moveTo = async (stock: number): Promise<void> => {
    const moved = engine.services.saleAdmin.updateSale(id, { stock }, by);
    const refused: unknown = await moved.then(
      () => null,
      (error: unknown) => error,
    );
    if (refused !== null) expect(refused).toMatchObject({ code: 'CONFLICT' });
  };
  const rush = { goesOn: true };
  const buying = buyAll(engine, { strategy: 'ROW_LOCK', count: 60, saleId: id }).finally(
    () => (rush.goesOn = false),
  );
  // Each edit is a new fence, which sends the buyers under way round once more: they need a time without any to get on.
  for (let edits = 0; rush.goesOn && edits < 20; edits += 1) {
    await moveTo((await holds.books()).sold + 1);
    const { identity, remaining } = await holds.books();
    expect(identity).toBe(true);
    expect(remaining).toBeGreaterThanOrEqual(0);
    await moveTo(60);
  }
  await buying;
  expect(await engine.services.auditor.audit(id)).toMatchObject({
    verdict: 'EXACT',
    oversold: 0,
    undersold: 0,
  });
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
