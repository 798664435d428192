import { expect, test } from 'vitest';
import { GraphQLDateTime } from './date-time.ts';

test('a time is written as JSON would write it, whatever was written before it', () => {
  const times = [
    0, 1, 999, 1_000, 1_796_056_866_211, 1_796_056_866_007, -1, -86_400_001, 253_402_300_800_000,
  ];
  for (const ms of times) {
    const date = new Date(ms);
    expect(GraphQLDateTime.serialize(date)).toBe(date.toJSON());
  }
});

test('what is no time is refused', () => {
  expect(() => GraphQLDateTime.serialize(new Date(Number.NaN))).toThrow('invalid Date');
  expect(() => GraphQLDateTime.parseValue('tomorrow')).toThrow('invalid date-time-string');
});
