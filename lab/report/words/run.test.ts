import { expect, test } from 'vitest';
import { earlyEnd } from './run.ts';

test('a run that ended early says why, and only such a one', () => {
  const run = { state: 'STOPPED', error: null, sent: 2911 };
  expect(earlyEnd(run)).toBe('Somebody stopped it after 2,911 requests.');
  expect(earlyEnd({ ...run, error: 'Cut off after 120 s.' })).toBe('Cut off after 120 s.');
  expect(earlyEnd({ ...run, state: 'FINISHED' })).toBeNull();
});
