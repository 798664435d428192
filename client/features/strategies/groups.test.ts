import { expect, test } from 'vitest';
import type { Run, StrategyInfo } from '../../lib/model.ts';
import { groupStrategies } from './groups.ts';

const info = (strategy: StrategyInfo['strategy'], safe: boolean, usesRedis: boolean): StrategyInfo => ({
  strategy,
  title: strategy,
  description: '',
  safe,
  usesRedis,
  why: '',
  costs: '',
  survives: '',
  choose: '',
  source: '',
});
const run = (strategy: StrategyInfo['strategy'], ordersPerSecond: number, audited = true) =>
  ({ strategy, ordersPerSecond, epoch: null, audit: audited ? { verdict: 'EXACT' } : null }) as Run;

const all = [info('REDIS_LUA', true, true), info('NO_LOCK', false, false), info('ROW_LOCK', true, false)];

test('the unsafe come first, then Postgres, then the gates before it', () => {
  const groups = groupStrategies(all, []);
  expect(
    groups.map(({ title, members }) => [title, members.map(({ info: { strategy } }) => strategy)]),
  ).toEqual([
    ['Unsafe on purpose', ['NO_LOCK']],
    ['Postgres', ['ROW_LOCK']],
    ['Redis, then Postgres', ['REDIS_LUA']],
  ]);
});

test('a kind without members is left out', () => {
  expect(groupStrategies([info('ROW_LOCK', true, false)], []).map(({ title }) => title)).toEqual([
    'Postgres',
  ]);
});

test('a run that went on with the books of another strategy has no score of its own', () => {
  const runs = [
    { ...run('REDIS_LUA', 3), epoch: 2 },
    { ...run('NO_LOCK', 2), epoch: 2 },
    { ...run('REDIS_LUA', 1), epoch: 1 },
  ];
  const scores = groupStrategies(all, runs).flatMap(({ members }) => members);
  const scoreOf = (strategy: string) => scores.find(({ info }) => info.strategy === strategy)?.score?.words;
  expect([scoreOf('NO_LOCK'), scoreOf('REDIS_LUA')]).toEqual(['2', '1']);
});

test('the score is that of the last run with a verdict', () => {
  const runs = [run('ROW_LOCK', 9, false), run('ROW_LOCK', 8), run('ROW_LOCK', 7)];
  const [, postgres] = groupStrategies(all, runs);
  expect(postgres?.members[0]?.score).toEqual({ verdict: 'EXACT', words: '8' });
  expect(groupStrategies(all, runs)[0]?.members[0]?.score).toBeNull();
});
