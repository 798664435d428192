import { describe, expect, test } from 'vitest';
import { rankStrategies } from '../../../sdk/index.ts';
import type { ComparedRun } from '../../lib/model.ts';
import { keyOf, loadsOf, shownLoad } from '../../../lab/report/comparison/loads.ts';
import { logScale } from '../../../lab/report/comparison/log-scale.ts';
import { readRounds, roundsProblem, roundsText } from './rounds-form.ts';
import { spansOf, timeShares } from '../../../lab/report/comparison/time-shares.ts';
import {
  barWords,
  differences,
  headline,
  loadWords,
  milliseconds,
  roundWords,
  ties,
} from '../../../lab/report/comparison/words.ts';

const CONTESTANTS = [
  { strategy: 'NO_LOCK', title: 'No lock', safe: false },
  { strategy: 'ROW_LOCK', title: 'Row lock', safe: true },
  { strategy: 'REDIS_LUA', title: 'Redis Lua', safe: true },
] as const;

/** A run that sold what there was; what a test is about it says itself. */
function run(strategy: ComparedRun['strategy'], changes: Partial<ComparedRun> = {}): ComparedRun {
  return {
    id: strategy,
    state: 'FINISHED',
    strategy,
    requests: 600,
    concurrency: 100,
    targetRequestsPerSecond: null,
    stock: 50,
    epoch: null,
    requestsPerSecond: 1_000,
    ordersPerSecond: 500,
    unknown: 0,
    latencyCorrected: { p50Ms: 10, p95Ms: 20, p99Ms: 30 },
    saturated: false,
    error: null,
    startedAt: null,
    spans: [],
    audit: audit(),
    ...changes,
  };
}

function audit(changes: Partial<NonNullable<ComparedRun['audit']>> = {}): NonNullable<ComparedRun['audit']> {
  return {
    verdict: 'EXACT',
    explanation: 'So.',
    sold: 50,
    oversold: 0,
    undersold: 0,
    duplicates: 0,
    drift: 0,
    ...changes,
  };
}

test('runs are compared under the same load alone, the load that ran last first', () => {
  const loads = loadsOf([
    run('ROW_LOCK', { id: 'running', state: 'RUNNING', stock: 7 }),
    run('ROW_LOCK', { id: 'c', stock: 10 }),
    run('ROW_LOCK', { id: 'b' }),
    run('REDIS_LUA', { id: 'a' }),
    run('ROW_LOCK', { id: 'open', targetRequestsPerSecond: 500 }),
  ]);
  expect(loads.map(({ load, runs }) => [load.stock, runs.map(({ id }) => id)])).toEqual([
    [10, ['c']],
    [50, ['a', 'b']],
    [50, ['open']],
  ]);
});

test('the wished load is shown, else the last that compares something, else the last', () => {
  const alone = run('ROW_LOCK', { stock: 10 });
  const loads = loadsOf([alone, run('ROW_LOCK'), run('REDIS_LUA')]);
  expect(shownLoad(loads, null)?.load.stock).toBe(50);
  expect(shownLoad(loads, keyOf(alone))?.load.stock).toBe(10);
  expect(shownLoad(loadsOf([alone]), 'nonsense')?.load.stock).toBe(10);
  expect(shownLoad([], null)).toBeNull();
});

test('a logarithmic scale holds every value and has a few round lines', () => {
  const { at, lines } = logScale([0, 20, 2_000]);
  expect(at(20)).toBeGreaterThan(0);
  expect(at(2_000)).toBeLessThan(100);
  expect(at(200)).toBeCloseTo((at(20) + at(2_000)) / 2, 5);
  expect([at(0), at(1_000_000)]).toEqual([0, 100]);
  expect(lines.length).toBeLessThanOrEqual(4);
  expect(lines.every((line) => /^[125]0*$/.test(String(line)))).toBe(true);
  expect(logScale([]).lines).toEqual([]);
});

test('time is shared out over the runs that were measured, in the order of a purchase', () => {
  const shares = timeShares([
    run('ROW_LOCK', {
      spans: [
        { span: 'lock', share: 0.5 },
        { span: 'connection', share: 0.3 },
        { span: 'commit', share: 0.2 },
      ],
    }),
    run('ROW_LOCK', { spans: [{ span: 'lock', share: 1 }] }),
    run('ROW_LOCK'),
  ]);
  expect(shares).toEqual([
    { span: 'connection', from: 0, share: 0.15 },
    { span: 'lock', from: 0.15, share: 0.75 },
    { span: 'commit', from: 0.9, share: 0.1 },
  ]);
  expect(spansOf(shares)).toEqual(['connection', 'lock', 'commit']);
  expect(timeShares([run('ROW_LOCK')])).toEqual([]);
});

test('a comparison is told in plain sentences', () => {
  const ranking = rankStrategies(CONTESTANTS, [
    run('REDIS_LUA'),
    run('ROW_LOCK'),
    run('ROW_LOCK', { ordersPerSecond: 490 }),
    run('NO_LOCK', { audit: audit({ verdict: 'OVERSOLD', sold: 90, oversold: 40 }) }),
  ]);
  expect(headline(ranking, 50)).toBe(
    'Two strategies sold exactly what there was. One sold more than the 50 there were.',
  );
  expect(roundWords(ranking)).toBe('1 to 2 rounds');
  expect(ties(ranking)).toEqual(['REDIS_LUA and ROW_LOCK']);
  const wrong = rankStrategies(CONTESTANTS, [
    run('ROW_LOCK', { audit: audit({ verdict: 'UNDERSOLD', sold: 48, undersold: 2 }) }),
    run('REDIS_LUA', { audit: null, state: 'FAILED' }),
  ]);
  expect(headline(wrong, 50)).toBe("One went wrong in another way. One can't be judged.");
});

test('a strategy whose only run was stopped is not told to have sold exactly what there was', () => {
  const ranking = rankStrategies(CONTESTANTS, [run('REDIS_LUA'), run('ROW_LOCK', { state: 'STOPPED' })]);
  expect(headline(ranking, 50)).toBe("One strategy sold exactly what there was. One can't be judged.");
});

describe('what is said of the differences', () => {
  const told = (...runs: ComparedRun[]) => differences(rankStrategies(CONTESTANTS, runs));
  const slow = run('ROW_LOCK', { ordersPerSecond: 100 });
  const fast = run('REDIS_LUA');

  test('a single round ranks nothing', () => {
    expect(told(slow, fast)).toEqual({
      title: 'One round ranks nothing',
      text: expect.stringContaining('run several'),
    });
    expect(barWords(rankStrategies(CONTESTANTS, [slow, fast]))).not.toContain('slowest');
  });

  test('a strategy with a single round is not told apart from its neighbour', () => {
    const { title, text } = told(slow, slow, fast);
    expect(title).toBe('No significant difference');
    expect(text).toContain('REDIS_LUA and ROW_LOCK.');
    expect(text).toContain('REDIS_LUA ran a single round');
  });

  test('several rounds may overlap or not', () => {
    expect(told(slow, slow, fast, fast).title).toBe('All differ');
    const between = run('ROW_LOCK', { ordersPerSecond: 600 });
    expect(told(slow, between, fast, fast)).toEqual({
      title: 'No significant difference',
      text: "REDIS_LUA and ROW_LOCK. Their intervals overlap, so these rounds can't rank them; a bracket joins such rows.",
    });
  });

  test('one strategy alone differs from nobody', () => {
    expect(told(fast, fast).title).toBe('Nothing to rank');
    expect(told().title).toBe('Nothing to rank');
  });
});

test('a load is told with its pace', () => {
  const load = { requests: 2_000, concurrency: 100, targetRequestsPerSecond: null, stock: 1 };
  expect(loadWords(load)).toBe('2,000 requests, 100 at once, 1 unit');
  expect(loadWords({ ...load, targetRequestsPerSecond: 500 })).toBe(
    '2,000 requests, 500 a second, 100 at once at most, 1 unit',
  );
});

test('latencies keep three figures that count', () => {
  expect([0.1234, 4.136, 61.84, 1370.4, null].map(milliseconds)).toEqual([
    '0.123',
    '4.14',
    '61.8',
    '1,370',
    '–',
  ]);
});

test('the form begins with the shown load, and reads it when every field is right', () => {
  const load = { requests: 600, concurrency: 100, targetRequestsPerSecond: null, stock: 50 };
  const text = roundsText(load);
  expect(readRounds(text)).toEqual({ load, rounds: 3 });
  expect(readRounds({ ...text, rounds: '21' })).toBeNull();
  expect(roundsProblem('rounds', '21')).toBe('1 to 20');
  expect(roundsText(null).requests).toBe('2,000');
});
