import { expect, test } from 'vitest';
import type { Run } from '../lib/model.ts';
import { shownRunId } from './use-runs.ts';

const run = (id: string, epoch: number | null, state: Run['state'] = 'FINISHED') =>
  ({ id, epoch, state }) as Run;
const runs = [run('c', 3), run('b', 3), run('a', 2)];

test('the last run of the epoch is shown', () => {
  expect(shownRunId({ runs, epoch: 3, wantedId: null })).toBe('c');
});

test('the chosen run is shown while its orders are there', () => {
  expect(shownRunId({ runs, epoch: 3, wantedId: 'b' })).toBe('b');
  expect(shownRunId({ runs, epoch: 3, wantedId: 'a' })).toBe('c');
});

test('after a reset none is', () => {
  expect(shownRunId({ runs, epoch: 4, wantedId: 'c' })).toBeNull();
});

test('a run just launched is shown before the list knows it, one of somebody else once it is under way', () => {
  expect(shownRunId({ runs, epoch: 3, wantedId: 'new' })).toBe('new');
  expect(shownRunId({ runs: [run('x', null, 'QUEUED'), ...runs], epoch: 3, wantedId: null })).toBe('x');
});

test('to everybody else the run that is under way is shown, not one that waits behind it', () => {
  const queue = [run('y', null, 'QUEUED'), run('x', 3, 'RUNNING'), ...runs];
  expect(shownRunId({ runs: queue, epoch: 3, wantedId: null })).toBe('x');
  expect(shownRunId({ runs: queue, epoch: 3, wantedId: 'y' })).toBe('y');
});
