import { expect, test } from 'vitest';
import { scheduleRounds } from './schedule.ts';

test('each round has everybody once and begins with another one', () => {
  const runs = scheduleRounds(['a', 'b', 'c'], 4).map(({ round, contestant }) => `${round}${contestant}`);
  expect(runs.join(' ')).toBe('1a 1b 1c 2b 2c 2a 3c 3a 3b 4a 4b 4c');
});
