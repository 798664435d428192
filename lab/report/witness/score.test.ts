import { expect, test } from 'vitest';
import type { Witness } from './witness.ts';
import { salesWithin, scoreOf, type Score } from './score.ts';
import { createTimeScale, placesOf, ticksOf } from './time-scale.ts';

const acts = ['READ', 'CHECK', 'WRITE', 'COMMIT'] as const;

function witnessOf(change: {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly stock: readonly (readonly [number, number])[];
  readonly kind?: Witness['kind'];
}): Witness {
  const stepsOf = (role: 'A' | 'B', times: readonly number[]) =>
    acts.map((act, index) => ({
      atMs: times[index] ?? 0,
      role,
      buyerId: `buyer-${role}`,
      act,
      action: act.toLowerCase(),
      value: act === 'CHECK' ? null : 1,
    }));
  return {
    unit: 101,
    kind: change.kind ?? 'LAST_UNIT',
    strategy: 'NO_LOCK',
    orderIds: [],
    title: '',
    explanation: '',
    steps: [...stepsOf('A', change.a), ...stepsOf('B', change.b)],
    stock: change.stock.map(([atMs, value]) => ({ atMs, value })),
  };
}

function scored(witness: Witness): Score {
  const score = scoreOf(witness);
  if (score === null) throw new Error('no score');
  return score;
}

const calm = witnessOf({
  a: [0, 1, 14, 16],
  b: [3, 4, 23, 25],
  stock: [
    [0, 1],
    [16, 0],
    [25, -1],
  ],
});
/** Both wait for 300 ms, in which others buy. */
const rushed = witnessOf({
  a: [0, 10, 310, 312],
  b: [2, 11, 312, 315],
  stock: [
    [0, 9],
    ...[8, 7, 6, 5, 4, 3, 2, 1].map((value, index) => [20 + index * 30, value] as const),
    [312, 0],
    [315, -1],
  ],
});

test('the row is what stood in it, and a number below zero is wrong', () => {
  expect(scored(calm).row.map(({ fromMs, toMs, value, tone }) => [fromMs, toMs, value, tone])).toEqual([
    [0, 16, 1, 'had'],
    [16, 25, 0, 'gone'],
    [25, Infinity, -1, 'wrong'],
  ]);
});

test('of an erased sale the number that erased it is wrong, however right it looks', () => {
  const erased = scored({ ...calm, kind: 'ERASED' });
  expect(erased.row.map(({ tone }) => tone)).toEqual(['had', 'gone', 'wrong']);
});

test('what B has read is out of date from the next change on until B writes', () => {
  expect(scored(calm).stale).toEqual({ fromMs: 16, toMs: 23 });
  expect(scored(rushed).stale).toEqual({ fromMs: 20, toMs: 312 });
});

test('a witness without its steps has no picture', () => {
  expect(scoreOf({ ...calm, steps: calm.steps.slice(1) })).toBeNull();
});

test('time runs evenly where something happens all along', () => {
  const { at, cut } = createTimeScale(scored(calm), 800);
  expect(cut).toBeNull();
  expect(at(20) - at(10)).toBeCloseTo(at(10) - at(0), 6);
});

test('a long wait is cut short, and so many sales are not shown', () => {
  const score = scored(rushed);
  const { at, cut } = createTimeScale(score, 800);
  expect(cut).toEqual({ fromMs: 11, toMs: 310 });
  expect(at(310) - at(11)).toBeLessThan(200);
  expect(at(315)).toBeGreaterThan(at(310) + 50);
  expect(cut && salesWithin(score, cut)).toBe(8);
});

test('marks keep their order and never touch, and B writes to the right of the commit of A', () => {
  for (const length of [240, 800, 1600]) {
    const score = scored(rushed);
    const { a, b } = placesOf(score, createTimeScale(score, length));
    for (const { read, check, write, commit } of [a, b])
      expect(Math.min(check - read, write - check, commit - write)).toBeGreaterThanOrEqual(14);
    expect(b.write).toBeGreaterThan(a.commit);
    expect(b.commit).toBeLessThan(length);
  }
});

test('the axis has round times with room between them, and none in the cut', () => {
  const score = scored(rushed);
  const scale = createTimeScale(score, 800);
  const ticks = ticksOf(scale, score.endMs, 70);
  expect(ticks[0]).toBe(0);
  for (const [index, ms] of ticks.entries()) {
    expect(ms > 11 && ms < 310).toBe(false);
    if (index > 0) expect(scale.at(ms) - scale.at(ticks[index - 1] ?? 0)).toBeGreaterThanOrEqual(70);
  }
});
