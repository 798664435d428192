import { expect, test } from 'vitest';
import type { QueuedRun } from '../lib/model.ts';
import { waitOf } from './use-wait.ts';

const run = (id: string, state: QueuedRun['state'], strategy: QueuedRun['strategy'], saleId = '1') =>
  ({ id, state, strategy, saleId }) satisfies QueuedRun;

const running = run('b', 'RUNNING', 'ROW_LOCK');
const over = run('a', 'FINISHED', 'NO_LOCK');

test('a run waits behind the one that runs, not behind what has ended or came later', () => {
  const queue = [run('d', 'QUEUED', 'OPTIMISTIC'), run('c', 'QUEUED', 'LOST_UPDATE'), running, over];
  expect(waitOf(queue, 'c')).toEqual({ strategy: 'ROW_LOCK', saleId: null, more: 0 });
  expect(waitOf(queue, 'd')).toEqual({ strategy: 'ROW_LOCK', saleId: null, more: 1 });
});

test('the one that runs may be on another sale', () => {
  const queue = [run('c', 'QUEUED', 'LOST_UPDATE', '2'), running];
  expect(waitOf(queue, 'c')).toEqual({ strategy: 'ROW_LOCK', saleId: '1', more: 0 });
});

test('nothing is told of a run that nobody is ahead of, or that the list does not know', () => {
  expect(waitOf([run('c', 'QUEUED', 'LOST_UPDATE'), over], 'c')).toBeNull();
  expect(waitOf([running], 'c')).toBeNull();
});
