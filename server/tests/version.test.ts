import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { buyAll } from './_util/holds.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

const reset = (stock: number) => lab.services.sales.reset('1', { stock, raceWindowMs: null }, 'test');

test('a sale that has changed as often as an int can count is sold and reset as before', async () => {
  await reset(10);
  await lab.sql('ALTER TABLE sales DISABLE TRIGGER sales_version');
  await lab.sql('UPDATE sales SET version = 2147483647 - 3');
  await lab.sql('ALTER TABLE sales ENABLE TRIGGER sales_version');
  expect(await buyAll(lab, { strategy: 'ROW_LOCK', count: 5 })).toEqual({ confirmed: 5 });
  expect(await buyAll(lab, { strategy: 'OPTIMISTIC', count: 5 })).toEqual({ confirmed: 5 });
  expect(await lab.services.auditor.audit('1')).toMatchObject({ sold: 10, remaining: 0, drift: 0 });
  expect(await reset(7)).toMatchObject({ stock: 7, remaining: 7 });
  const [row] = await lab.sql<{ version: number }>('SELECT version FROM sales WHERE id = 1');
  expect(row?.version).toBeLessThan(100);
});
