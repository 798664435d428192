import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { createLog } from '../log.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';

/** Two replicas on one pair of stores. */
let one: TestEngine;
let other: Engine;
beforeAll(async () => {
  one = await openTestEngine();
  other = await openEngine({ ...one.stores, log: createLog({ level: 'fatal' }), targetUrl: () => '' });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
});

test.each(['REDIS_LUA', 'REDIS_WATCH'])(
  '%s: units that were promised twice under one key come back to those who wait for them',
  async (strategy) => {
    await one.services.sales.reset('1', { stock: 8, raceWindowMs: 0 }, 'test');
    const buy = async ({ services }: Pick<Engine, 'services'>, buyerId: string): Promise<string> => {
      const input = {
        saleId: '1',
        buyerId,
        quantity: 1,
        strategy,
        idempotencyKey: `${strategy}-key-${buyerId}`,
      };
      const { answer } = await services.purchases.purchase(input, ANONYMOUS);
      // Of those who watch a gate only so many are quick enough.
      if (answer.kind === 'overloaded') return buy({ services }, buyerId);
      return 'order' in answer ? answer.order.id : answer.kind;
    };
    const twice = ['ada', 'bob', 'cyd', 'dan'].flatMap((buyerId) => [buy(one, buyerId), buy(other, buyerId)]);
    // Once both have asked for a unit each, and before either has been decided.
    await new Promise(setImmediate);
    const later = ['eve', 'fay', 'gus', 'hal', 'ida', 'jon'].map((buyerId) => buy(one, buyerId));
    const ends = await Promise.all([...twice, ...later]);
    expect(new Set(ends.filter((end) => end !== 'soldOut')).size).toBe(8);
    expect(await one.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 8, remaining: 0 });
  },
);
