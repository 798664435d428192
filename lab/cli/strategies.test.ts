import { expect, test } from 'vitest';
import { chooseStrategies } from './strategies.ts';

const known = [
  { strategy: 'NO_LOCK', title: 'No lock', safe: false },
  { strategy: 'ROW_LOCK', title: 'Row lock', safe: true },
  { strategy: 'REDIS_LUA', title: 'Redis Lua', safe: true },
] as const;

/** The names that a list stands for, on a server with three strategies. */
const named = (list: string) => chooseStrategies(known, list).map(({ strategy }) => strategy);

test('all and safe stand for the strategies of the server', () => {
  expect(named('all')).toEqual(['NO_LOCK', 'ROW_LOCK', 'REDIS_LUA']);
  expect(named('safe')).toEqual(['ROW_LOCK', 'REDIS_LUA']);
});

test('names are taken in any spelling, each once, in their order', () => {
  expect(named('redis-lua, no_lock,REDIS_LUA')).toEqual(['REDIS_LUA', 'NO_LOCK']);
  expect(named('no-lock,safe')).toEqual(['NO_LOCK', 'ROW_LOCK', 'REDIS_LUA']);
});

test('a name that is none is refused with all there are', () => {
  expect(() => named('ROW_LOCK,MAGIC')).toThrow(/MAGIC[^]*ROW_LOCK \(Row lock\)/);
  expect(() => named('')).toThrow('There is no strategy');
});
