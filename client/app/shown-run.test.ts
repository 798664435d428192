import { expect, test } from 'vitest';
import type { Run } from '../lib/model.ts';
import { shownRunId } from './use-runs.ts';

const run = (id: string, epoch: number | null, state: Run['state'] = 'FINISHED') =>
  ({ id, epoch, state, audit: state === 'FINISHED' ? {} : null }) as Run;
const wanted = (id: string, sinceEpoch: number | null = 3) => ({ id, sinceEpoch });
const runs = [run('c', 3), run('b', 3), run('a', 2)];

test('the last run of the epoch is shown', () => {
  expect(shownRunId({ runs, epoch: 3, wanted: null })).toBe('c');
});

test('the chosen run is shown, one of an older epoch too', () => {
  expect(shownRunId({ runs, epoch: 3, wanted: wanted('b') })).toBe('b');
  expect(shownRunId({ runs, epoch: 3, wanted: wanted('a') })).toBe('a');
});

test('after a reset none is, whichever was chosen before it', () => {
  expect(shownRunId({ runs, epoch: 4, wanted: wanted('c') })).toBeNull();
  expect(shownRunId({ runs, epoch: 4, wanted: wanted('a') })).toBeNull();
});

test('an older run without a verdict is not shown', () => {
  const broken = [...runs, run('x', 2, 'FAILED')];
  expect(shownRunId({ runs: broken, epoch: 3, wanted: wanted('x') })).toBe('c');
});

test('a run just launched is shown before the list knows it, one of somebody else once it is under way', () => {
  expect(shownRunId({ runs, epoch: 3, wanted: wanted('new', 2) })).toBe('new');
  expect(shownRunId({ runs: [run('x', null, 'QUEUED'), ...runs], epoch: 3, wanted: null })).toBe('x');
});

test('to everybody else the run that is under way is shown, not one that waits behind it', () => {
  const queue = [run('y', null, 'QUEUED'), run('x', 3, 'RUNNING'), ...runs];
  expect(shownRunId({ runs: queue, epoch: 3, wanted: null })).toBe('x');
  expect(shownRunId({ runs: queue, epoch: 3, wanted: wanted('y') })).toBe('y');
});
