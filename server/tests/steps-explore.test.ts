import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSteps, type Steps } from '../services/steps/steps.ts';
import { strategies, strategyNames } from '../strategies/index.ts';
import { freshStores, type FreshStores } from './_util/stores.ts';

/** Of a strategy with more orders than that, those with the fewest changes of turn are run. */
const bounds = { runsMax: 60, timeMaxMs: 20_000 };

let stores: FreshStores;
let steps: Steps;
beforeAll(async () => {
  stores = await freshStores();
  steps = createSteps({ ...stores, onError: () => undefined });
});
afterAll(async () => {
  await steps[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

describe.each(strategyNames.filter((name) => strategies[name].safe))('%s, which is safe,', (name) => {
  test(
    'sells the last unit once, in whatever order two buyers take their steps',
    { timeout: 30_000 },
    async () => {
      const found = await steps.explore(name, bounds);
      expect(found).toMatchObject({ oversold: 0, oversellingSchedule: null, exact: found.runs });
      expect(found.runs).toBeGreaterThan(1);
      expect(found.complete).toBe(found.runs < bounds.runsMax);
    },
  );
});

describe.each(strategyNames.filter((name) => !strategies[name].safe))('%s, which is unsafe,', (name) => {
  test('oversells in some orders, and one of them is told', { timeout: 30_000 }, async () => {
    const found = await steps.explore(name, bounds);
    expect(found.oversold).toBeGreaterThan(0);
    expect(found.complete).toBe(true);
    const schedule = found.oversellingSchedule ?? '';
    const again = await steps.open({ strategy: name, buyers: 2, stock: 1, quantity: 1, schedule });
    expect(again.judgement).toMatchObject({ verdict: 'OVERSOLD', oversold: 1 });
  });
});

test('every order of two buyers who read and write, in four steps, are six, and four of them oversell', async () => {
  const found = await steps.explore('NO_LOCK');
  expect(found).toMatchObject({ runs: 6, oversold: 4, undersold: 0, exact: 2, complete: true });
  expect(found.oversellingSchedule).toHaveLength(4);
});

test('an exploration that is cut short says so', async () => {
  expect(await steps.explore('NO_LOCK', { runsMax: 3, timeMaxMs: 5_000 })).toMatchObject({
    runs: 3,
    complete: false,
  });
});

test('closing ends an exploration after the run that is under way', async () => {
  const other = createSteps({ ...stores, onError: () => undefined });
  const exploring = other.explore('SHARDED_COUNTER');
  await other[Symbol.asyncDispose]();
  expect(await exploring).toMatchObject({ oversold: 0, complete: false });
});

test('one exploration at a time', async () => {
  const first = steps.explore('ROW_LOCK');
  await expect(steps.explore('NO_LOCK')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await first).toMatchObject({ oversold: 0, complete: true });
});
