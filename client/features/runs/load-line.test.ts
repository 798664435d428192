import { expect, test } from 'vitest';
import type { Run, StrategyInfo } from '../../lib/model.ts';
import { stoppedWords } from '../../../lab/report/words/run.ts';
import { loadLine } from './load-line.ts';

const strategies = [
  { strategy: 'NO_LOCK', safe: false },
  { strategy: 'ROW_LOCK', safe: true },
] as StrategyInfo[];
const load = { requests: 2000, concurrency: 100, targetRequestsPerSecond: null, raceWindowMs: 5, epoch: 3 };
const run = (part: Partial<Run> = {}) => ({ ...load, strategy: 'ROW_LOCK', ...part }) as Run;
const line = (part: Partial<Run>, older: readonly Run[] = []) =>
  loadLine({ run: run(part), older, strategies });

test('a card tells the load, and the race window of a strategy that waits in it', () => {
  expect(line({})).toBe('2,000 requests, 100 at once');
  expect(line({ strategy: 'NO_LOCK' })).toBe('2,000 requests, 100 at once, race window 5 ms');
  expect(line({ targetRequestsPerSecond: 500 })).toBe('2,000 requests, 500 a second, 100 at once at most');
});

test('a run in the epoch of an older one began without a reset', () => {
  expect(line({}, [run({ epoch: 2 }), run({ epoch: 3 })])).toMatch(/, without a reset$/);
  expect(line({}, [run({ epoch: 2 })])).not.toContain('reset');
  expect(line({ epoch: null }, [run({ epoch: null })])).not.toContain('reset');
});

test('a run that was stopped counts whom it has answered', () => {
  const part = { requests: 3000, confirmed: 100, soldOut: 560, rejected: 1, failed: 1 };
  expect(stoppedWords(run({ ...part, state: 'STOPPED' }))).toBe('Stopped after 662 of 3,000 buyers');
  expect(stoppedWords(run({ ...part, state: 'FINISHED' }))).toBeNull();
});
