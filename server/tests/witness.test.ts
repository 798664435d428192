import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepsOf } from '../domain/witness-steps.ts';
import { storyOf } from '../domain/witness-words.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

async function oversell(stock: number, buyers: number, strategy = 'NO_LOCK'): Promise<number> {
  await lab.services.sales.reset('1', { stock, raceWindowMs: 5 }, 'test');
  const input = { saleId: '1', quantity: 1, strategy, idempotencyKey: null };
  const ends = await Promise.all(
    Array.from({ length: buyers }, (_, index) =>
      lab.services.purchases.purchase({ ...input, buyerId: `buyer-${index}` }, ANONYMOUS),
    ),
  );
  return ends.filter(({ answer }) => answer.kind === 'confirmed').length;
}

test('every attempt that became an order is kept, and its times are in their order', async () => {
  const sold = await oversell(20, 60);
  await lab.services.auditor.audit('1');
  const rows = await lab.sql<{ kept: number; ordered: number; written: number }>(
    `SELECT count(*)::int AS kept,
       count(*) FILTER (WHERE read_at_ms <= checked_at_ms AND checked_at_ms <= write_at_ms AND write_at_ms <= committed_at_ms)::int AS ordered,
       count(*) FILTER (WHERE abs(write_at_ms - extract(epoch FROM o.created_at) * 1000) < 0.01)::int AS written
     FROM attempts a JOIN orders o ON o.id = a.order_id`,
  );
  expect(rows[0]).toEqual({ kept: sold, ordered: sold, written: sold });
});

test.each([
  ['NO_LOCK', /subtracted again, without looking again/],
  ['LOST_UPDATE', /A's sale was gone from the stock/],
])('each unit that %s sold too many has a witness', async (strategy, story) => {
  const sold = await oversell(20, 70, strategy);
  const { witnesses, wrongFrom, witnessNote, stockChanges } = await lab.services.auditor.audit('1');
  expect(witnesses.map(({ unit }) => unit)).toEqual(
    Array.from({ length: sold - 20 }, (_, index) => 21 + index),
  );
  expect(witnessNote).toBeNull();
  if (strategy === 'NO_LOCK')
    expect(wrongFrom).toMatchObject({ number: 21, orderId: witnesses[0]?.b.orderId });
  else expect(wrongFrom?.number).toBeLessThan(21);
  for (const witness of witnesses) {
    const steps = stepsOf(witness).map(({ role, act }) => `${role} ${act}`);
    expect(storyOf(witness)).toMatch(story);
    expect(new Set(steps).size).toBe(8);
    expect(steps.indexOf('B READ')).toBeLessThan(steps.indexOf('A COMMIT'));
    expect(steps.slice(-2)).toEqual(['B WRITE', 'B COMMIT']);
    expect(stockChanges.map(({ value }) => value)).toContain(witness.b.writeValue);
  }
});

test('a reset forgets the attempts of the epochs before it', async () => {
  await oversell(5, 20);
  await lab.services.auditor.audit('1');
  await lab.services.sales.reset('1', { stock: 5, raceWindowMs: 5 }, 'test');
  expect(await lab.sql('SELECT FROM attempts')).toEqual([]);
});
