import { expect, test } from 'vitest';
import { rankStrategies } from './ranking.ts';
import type { ComparedRun } from './strategy-result.ts';

const CONTESTANTS = [
  { strategy: 'NO_LOCK', title: 'No lock', safe: false },
  { strategy: 'ROW_LOCK', title: 'Row lock', safe: true },
  { strategy: 'REDIS_LUA', title: 'Redis Lua', safe: true },
  { strategy: 'OPTIMISTIC', title: 'Optimistic', safe: true },
] as const;

/** Runs of a strategy that sold what there was, one for each rate of orders; what a test is about it says itself. */
function runs(
  strategy: ComparedRun['strategy'],
  rates: readonly number[],
  changes: Partial<ComparedRun> = {},
): ComparedRun[] {
  const audit = {
    verdict: 'EXACT',
    explanation: 'As it should be.',
    sold: 100,
    oversold: 0,
    undersold: 0,
  } as const;
  return rates.map((ordersPerSecond, at) => ({
    id: `${strategy}-${at}`,
    strategy,
    state: 'FINISHED',
    saturated: false,
    error: null,
    requestsPerSecond: 1_000,
    ordersPerSecond,
    unknown: 0,
    latencyCorrected: { p50Ms: 10 + at, p95Ms: 30, p99Ms: 40 + at },
    audit,
    ...changes,
  }));
}
const audited = (change: Partial<NonNullable<ComparedRun['audit']>>) => ({
  audit: { verdict: 'EXACT', explanation: 'So.', sold: 100, oversold: 0, undersold: 0, ...change } as const,
});

test('the fastest comes first, and neighbours whose intervals overlap are told to be alike', () => {
  const { safe } = rankStrategies(CONTESTANTS, [
    ...runs('ROW_LOCK', [100, 150, 200]),
    ...runs('OPTIMISTIC', [400, 480, 500]),
    ...runs('REDIS_LUA', [450, 520, 600]),
  ]);
  expect(safe.map(({ strategy, rank, sameAsAbove }) => [rank, strategy, sameAsAbove])).toEqual([
    [1, 'REDIS_LUA', false],
    [2, 'OPTIMISTIC', true],
    [3, 'ROW_LOCK', false],
  ]);
  expect(safe[0]).toMatchObject({
    ordersPerSecond: { median: 520, low: 450, high: 600 },
    p50Ms: 11,
    p99Ms: 41,
    soldMin: 100,
    soldMax: 100,
  });
  expect(safe[0]?.rounds.map(({ round, attackId }) => [round, attackId])).toEqual([
    [1, 'REDIS_LUA-0'],
    [2, 'REDIS_LUA-1'],
    [3, 'REDIS_LUA-2'],
  ]);
});

test('a single round tells no difference, however large', () => {
  const sameAsAbove = (runs: readonly ComparedRun[]) =>
    rankStrategies(CONTESTANTS, runs).safe.map((each) => each.sameAsAbove);
  expect(sameAsAbove([...runs('ROW_LOCK', [100]), ...runs('REDIS_LUA', [900])])).toEqual([false, true]);
  const saturated = runs('REDIS_LUA', [900], { saturated: true });
  const voided = [...runs('ROW_LOCK', [100, 110]), ...runs('REDIS_LUA', [900]), ...saturated];
  expect(sameAsAbove(voided)).toEqual([false, true]);
  expect(sameAsAbove([...voided, ...runs('REDIS_LUA', [910])])).toEqual([false, false]);
});

test('the worst round is the verdict, and what went wrong has no rank', () => {
  const { safe } = rankStrategies(CONTESTANTS, [
    ...runs('ROW_LOCK', [900, 950]),
    ...runs(
      'ROW_LOCK',
      [910],
      audited({ verdict: 'UNDERSOLD', explanation: '3 are left.', sold: 97, undersold: 3 }),
    ),
    ...runs('REDIS_LUA', [100]),
  ]);
  expect(safe).toMatchObject([
    { strategy: 'REDIS_LUA', rank: 1 },
    {
      strategy: 'ROW_LOCK',
      rank: null,
      verdict: 'UNDERSOLD',
      explanation: '3 are left.',
      soldMin: 97,
      soldMax: 100,
      undersoldMax: 3,
    },
  ]);
});

test('a void round has no say about speed, and none about the verdict unless the books are wrong', () => {
  const inconclusive = audited({ verdict: 'INCONCLUSIVE' });
  const { safe, unsafe } = rankStrategies(CONTESTANTS, [
    ...runs('REDIS_LUA', [500]),
    ...runs('REDIS_LUA', [9_000], { saturated: true, ...inconclusive }),
    ...runs('ROW_LOCK', [1], { saturated: true, ...inconclusive }),
    ...runs('OPTIMISTIC', [1], { state: 'FAILED', error: 'It broke off.', audit: null }),
    ...runs('NO_LOCK', [5], {
      saturated: true,
      ...audited({ verdict: 'OVERSOLD', sold: 120, oversold: 20 }),
    }),
  ]);
  const of = (strategy: string) => safe.find((each) => each.strategy === strategy);
  expect(of('REDIS_LUA')).toMatchObject({
    verdict: 'EXACT',
    rank: 1,
    ordersPerSecond: { median: 500, high: 500 },
  });
  expect(of('REDIS_LUA')?.rounds.map(({ isVoid }) => isVoid)).toEqual([false, true]);
  expect(of('ROW_LOCK')).toMatchObject({
    verdict: 'INCONCLUSIVE',
    rank: null,
    ordersPerSecond: null,
    p50Ms: null,
  });
  expect(of('OPTIMISTIC')).toMatchObject({
    verdict: 'INCONCLUSIVE',
    rounds: [{ explanation: 'It broke off.' }],
  });
  expect(unsafe).toMatchObject([{ strategy: 'NO_LOCK', verdict: 'OVERSOLD', oversoldMax: 20 }]);
});

test('to be exact until somebody stopped it is not to be exact', () => {
  const stopped = { state: 'STOPPED', ...audited({ sold: 30 }) } as const;
  const { safe } = rankStrategies(CONTESTANTS, [
    ...runs('ROW_LOCK', [1], stopped),
    ...runs('REDIS_LUA', [500]),
    ...runs('REDIS_LUA', [1], stopped),
  ]);
  expect(safe).toMatchObject([
    { strategy: 'REDIS_LUA', verdict: 'EXACT', soldMin: 100, soldMax: 100 },
    { strategy: 'ROW_LOCK', verdict: 'INCONCLUSIVE', explanation: 'All rounds are void.', soldMax: 30 },
  ]);
});

test('who did not run is left out', () => {
  expect(rankStrategies(CONTESTANTS, [])).toEqual({ safe: [], unsafe: [] });
});
