import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANONYMOUS } from '../services/identity.ts';
import { strategyNames } from '../strategies/index.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { endOf } from './_util/purchase-to-end.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

test.each(strategyNames)('a %s purchase begun before a reset does not buy after it', async (strategy) => {
  await lab.services.sales.reset('1', { stock: 10, raceWindowMs: 300 }, 'test');
  // Whoever locks the row first makes the purchases of the safe strategies wait for the reset.
  await lab.sql('BEGIN');
  await lab.sql('SELECT FROM sales WHERE id = 1 FOR UPDATE');
  const input = { saleId: '1', buyerId: 'ada', quantity: 1, strategy, idempotencyKey: null };
  let isAnswered = false;
  const purchase = lab.services.purchases.purchase(input, ANONYMOUS).finally(() => (isAnswered = true));
  await expect.poll(() => isAnswered || lab.services.purchases.inFlight() === 1).toBe(true);
  const reset = lab.services.sales.reset('1', { stock: 10, raceWindowMs: null }, 'test');
  await lab.sql('COMMIT');
  const [{ answer: first }, sale] = await Promise.all([purchase, reset]);
  const answer = first.kind === 'pending' ? await endOf(lab.services, first.reservationId) : first;
  await expect.poll(() => lab.services.purchases.inFlight()).toBe(0);

  if (answer.kind === 'confirmed') expect(answer.order.epoch).toBeLessThan(sale.epoch);
  else expect(answer.kind).toBe('overloaded');
  expect(await lab.sql('SELECT id FROM orders')).toEqual([]);
  expect((await lab.services.sales.find('1'))?.remaining).toBe(10);
});

test('resets from many sides at once are one epoch each, and no order is in two of them', async () => {
  const before = await lab.services.sales.find('1');
  const input = (index: number) => ({
    saleId: '1',
    buyerId: `buyer-${index}`,
    quantity: 1,
    strategy: 'REDIS_LUA',
    idempotencyKey: null,
  });
  await Promise.all([
    ...Array.from({ length: 5 }, () =>
      lab.services.sales.reset('1', { stock: 10, raceWindowMs: null }, 'test'),
    ),
    ...Array.from({ length: 40 }, (_, index) => lab.services.purchases.purchase(input(index), ANONYMOUS)),
  ]);
  const after = await lab.services.sales.find('1');
  expect(after?.epoch).toBe((before?.epoch ?? 0) + 5);
  expect(await lab.sql('SELECT id FROM orders WHERE epoch <> $1', [after?.epoch])).toEqual([]);
  expect(await lab.sql('SELECT id FROM orders INTERSECT SELECT id FROM orders_archive')).toEqual([]);
  const audit = await lab.services.auditor.audit('1');
  expect(audit).toMatchObject({ drift: 0, oversold: 0, undersold: 0 });
  expect(audit.sold + audit.remaining).toBe(10);
});
