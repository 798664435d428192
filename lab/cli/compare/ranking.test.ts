import { expect, test } from 'vitest';
import type { Verdict } from '../../../sdk/index.ts';
import { compareLines } from './compare-lines.ts';
import { rank } from './ranking.ts';
import type { StrategyResult } from './result.ts';

const settings = {
  rounds: 3,
  requests: 2000,
  concurrency: 200,
  targetRequestsPerSecond: null,
  stock: 100,
};

/** A strategy that sold what there was in three rounds; what a test is about it says itself. */
function result(strategy: StrategyResult['strategy'], changes: Partial<StrategyResult> = {}): StrategyResult {
  return {
    strategy,
    title: strategy,
    safe: true,
    verdict: 'EXACT',
    explanation: 'As it should be.',
    soldMin: 100,
    soldMax: 100,
    oversoldMax: 0,
    ordersPerSecond: { median: 500, low: 480, high: 520 },
    p50Ms: 10,
    p99Ms: 40,
    rounds: [],
    witness: null,
    ...changes,
  };
}
const speed = (low: number, high: number) => ({ ordersPerSecond: { median: (low + high) / 2, low, high } });
const unsafe = (verdict: Verdict, changes: Partial<StrategyResult> = {}) =>
  result('NO_LOCK', { safe: false, verdict, oversoldMax: 80, ...changes });
const text = (results: readonly StrategyResult[]): string =>
  compareLines(rank(results), settings, (_, words) => words).join('\n');

test('the fastest comes first, and neighbours whose intervals overlap are told to be alike', () => {
  const { safe, exitCode } = rank([
    result('ROW_LOCK', speed(100, 200)),
    result('REDIS_LUA', speed(450, 600)),
    result('NO_LOCK', speed(400, 500)),
  ]);
  expect(safe.map(({ strategy, rank: place, sameAsAbove }) => [place, strategy, sameAsAbove])).toEqual([
    [1, 'REDIS_LUA', false],
    [2, 'NO_LOCK', true],
    [3, 'ROW_LOCK', false],
  ]);
  expect(exitCode).toBe(0);
  expect(text([result('ROW_LOCK', speed(100, 200)), result('REDIS_LUA', speed(150, 600))])).toMatch(
    /2 +ROW_LOCK .* no significant difference from the one above/,
  );
});

test('a safe strategy that went wrong has no rank, is explained, and decides the exit code', () => {
  const wrong = result('ROW_LOCK', {
    verdict: 'UNDERSOLD',
    explanation: '3 units are lost.',
    ...speed(900, 950),
  });
  const ranking = rank([wrong, result('REDIS_LUA')]);
  expect(ranking.safe.map(({ rank: place }) => place)).toEqual([1, null]);
  expect(ranking.exitCode).toBe(1);
  expect(text([wrong])).toContain('ROW_LOCK: 3 units are lost.');
  expect(rank([result('ROW_LOCK', { verdict: 'INCONCLUSIVE', ordersPerSecond: null })]).exitCode).toBe(3);
});

test('void rounds are counted and warned about', () => {
  const round = {
    attackId: 'a',
    verdict: 'INCONCLUSIVE' as const,
    explanation: '',
    sold: 100,
    requestsPerSecond: 1,
    ordersPerSecond: 1,
    p50Ms: 1,
    p95Ms: 1,
    p99Ms: 1,
    unknown: 0,
    isVoid: true,
  };
  const rounds = [
    { ...round, round: 1 },
    { ...round, round: 2, isVoid: false },
  ];
  const words = text([result('ROW_LOCK', { rounds })]);
  expect(words).toMatch(/ROW_LOCK .* 1 round void/);
  expect(words).toContain('Warning: ROW_LOCK: round 1 of 2 void');
});

test('an unsafe strategy that oversells is as expected, one that does not is worth a warning', () => {
  expect(rank([result('ROW_LOCK'), unsafe('OVERSOLD')])).toMatchObject({ exitCode: 0, warnings: [] });
  const tame = rank([result('ROW_LOCK'), unsafe('EXACT', { oversoldMax: 0 })]);
  expect(tame.exitCode).toBe(0);
  expect(tame.warnings).toEqual([expect.stringMatching(/NO_LOCK is unsafe and did not oversell/)]);
  expect(rank([unsafe('OVERSOLD')]).exitCode).toBe(0);
});

test('an oversell is told with its worst round and one witness', () => {
  const words = text([unsafe('OVERSOLD', { soldMin: 150, soldMax: 180, witness: 'Two buyers read 1.' })]);
  expect(words).toMatch(/Wrong on purpose:\n +NO_LOCK +OVERSOLD +150 to 180 of 100 .* 80 units too many/);
  expect(words).toContain('NO_LOCK, one unit sold twice: Two buyers read 1.');
});
