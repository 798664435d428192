import { expect, test } from 'vitest';
import type { Ranked, StrategyResult, Verdict } from '../../../sdk/index.ts';
import { compareLines } from './compare-lines.ts';
import { comparisonExitCode, warningsOf } from './conclusion.ts';

const settings = {
  rounds: 3,
  requests: 2000,
  concurrency: 200,
  targetRequestsPerSecond: null,
  stock: 100,
};

const round = (number: number) => ({
  round: number,
  attackId: `a${number}`,
  verdict: 'EXACT' as const,
  explanation: '',
  sold: 100,
  requestsPerSecond: 1,
  ordersPerSecond: 1,
  p50Ms: 1,
  p95Ms: 1,
  p99Ms: 1,
  unknown: 0,
  isVoid: false,
});

/** A strategy that sold what there was in three rounds; what a test is about it says itself. */
function result(strategy: StrategyResult['strategy'], changes: Partial<Ranked> = {}): Ranked {
  return {
    strategy,
    title: strategy,
    safe: true,
    verdict: 'EXACT',
    explanation: 'As it should be.',
    soldMin: 100,
    soldMax: 100,
    oversoldMax: 0,
    undersoldMax: 0,
    ordersPerSecond: { median: 500, low: 480, high: 520 },
    p50Ms: 10,
    p99Ms: 40,
    rounds: [round(1), round(2), round(3)],
    rank: 1,
    sameAsAbove: false,
    ...changes,
  };
}
const unsafe = (verdict: Verdict, changes: Partial<StrategyResult> = {}) =>
  result('NO_LOCK', { safe: false, verdict, oversoldMax: 80, rank: null, ...changes });

function text(safe: readonly Ranked[], wrong: readonly StrategyResult[] = [], witness?: string): string {
  const witnesses = new Map(witness === undefined ? [] : [['NO_LOCK' as const, witness]]);
  const comparison = { ranking: { safe, unsafe: wrong }, settings, witnesses };
  return compareLines(comparison, (_, words) => words).join('\n');
}

test('neighbours without a significant difference are told to be alike', () => {
  const words = text([result('REDIS_LUA'), result('ROW_LOCK', { rank: 2, sameAsAbove: true })]);
  expect(words).toMatch(/\n1 +REDIS_LUA +EXACT +100 of 100 +500 +480 to 520 +10\.0 ms +40\.0 ms\n/);
  expect(words).toMatch(/\n2 +ROW_LOCK .* no significant difference from the one above\n/);
});

test('a safe strategy that went wrong has no rank, is explained, and decides the exit code', () => {
  const wrong = result('ROW_LOCK', { verdict: 'UNDERSOLD', explanation: '3 units are lost.', rank: null });
  expect(text([wrong])).toMatch(/\n- +ROW_LOCK +UNDERSOLD/);
  expect(text([wrong])).toContain('ROW_LOCK: 3 units are lost.');
  expect(comparisonExitCode({ safe: [result('REDIS_LUA'), wrong], unsafe: [] })).toBe(1);
  const empty = result('ROW_LOCK', { verdict: 'INCONCLUSIVE', ordersPerSecond: null });
  expect(comparisonExitCode({ safe: [empty], unsafe: [] })).toBe(3);
});

test('void rounds are counted and warned about', () => {
  const rounds = [{ ...round(1), isVoid: true }, round(2), round(3)];
  const words = text([result('ROW_LOCK', { rounds })]);
  expect(words).toMatch(/ROW_LOCK .* 1 round void/);
  expect(words).toContain('Warning: ROW_LOCK: round 1 of 3 void');
});

test('one round is no interval, and tells no difference', () => {
  const single = { rounds: [round(1)], ordersPerSecond: { median: 625, low: 625, high: 625 } };
  const safe = [result('REDIS_LUA', single), result('ROW_LOCK', { ...single, rank: 2, sameAsAbove: true })];
  const settingsOfOne = { ...settings, rounds: 1 };
  const comparison = { ranking: { safe, unsafe: [] }, settings: settingsOfOne, witnesses: new Map() };
  const words = compareLines(comparison, (_, shown) => shown).join('\n');
  expect(words).toMatch(/\n2 +ROW_LOCK +EXACT +100 of 100 +625 +one round /);
  expect(words).not.toContain('625 to 625');
  expect(words).not.toContain('slowest');
  expect(words).toContain("Warning: one round can't tell a difference in speed: run several");
  expect(warningsOf({ safe: [result('REDIS_LUA'), ...safe.slice(1)], unsafe: [] })).toEqual([
    expect.stringContaining('one round of ROW_LOCK'),
  ]);
  expect(warningsOf({ safe: safe.slice(0, 1), unsafe: [] })).toEqual([]);
});

test('an unsafe strategy that oversells is as expected, one that does not is worth a warning', () => {
  const safe = [result('ROW_LOCK')];
  expect(warningsOf({ safe, unsafe: [unsafe('OVERSOLD')] })).toEqual([]);
  const tame = { safe, unsafe: [unsafe('EXACT', { oversoldMax: 0 })] };
  expect(warningsOf(tame)).toEqual([expect.stringMatching(/NO_LOCK is unsafe and did not oversell/)]);
  expect(comparisonExitCode(tame)).toBe(0);
  expect(comparisonExitCode({ safe: [], unsafe: [unsafe('OVERSOLD')] })).toBe(0);
  expect(comparisonExitCode({ safe: [], unsafe: [unsafe('INCONCLUSIVE')] })).toBe(3);
});

test('an oversell is told with its worst round and one witness', () => {
  const words = text([], [unsafe('OVERSOLD', { soldMin: 150, soldMax: 180 })], 'Two buyers read 1.');
  expect(words).toMatch(/Wrong on purpose:\n +NO_LOCK +OVERSOLD +150 to 180 of 100 .* 80 units too many/);
  expect(words).toContain('NO_LOCK, one unit sold twice: Two buyers read 1.');
});
