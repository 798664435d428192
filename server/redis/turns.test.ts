import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that goes on until it is told to end. */
function open(): { work: () => Promise<string>; end: (value: string) => void } {
  let end: (value: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  return { work: () => ended, end: (value) => end(value) };
}

const patient = { waitingMax: 10, waitMaxMs: 60_000 };

test('so many are at it at once, and the others come in the order in which they came', async () => {
  const turns = createTurns({ atOnce: 2, ...patient });
  const [first, second] = [open(), open()];
  const begun: number[] = [];
  const ends = [
    turns.run(first.work),
    turns.run(second.work),
    ...[3, 4, 5].map((number) => turns.run(async () => void begun.push(number))),
  ];
  await Promise.resolve();
  expect(begun).toEqual([]);
  second.end('second');
  await Promise.all(ends.slice(1));
  expect(begun).toEqual([3, 4, 5]);
  expect(turns.isIdle()).toBe(false);
  first.end('first');
  expect(await ends[0]).toBe('first');
  expect(turns.isIdle()).toBe(true);
});

test('work that throws gives its place to the next', async () => {
  const turns = createTurns({ atOnce: 1, ...patient });
  const failed = turns.run(() => Promise.reject(new Error('broken')));
  const next = turns.run(async () => 'next');
  await expect(failed).rejects.toThrow('broken');
  expect(await next).toBe('next');
});

test('who waits for too long, or comes when too many wait, is turned away and runs nothing', async () => {
  const turns = createTurns({ atOnce: 1, waitingMax: 1, waitMaxMs: 10 });
  const first = open();
  const begun = turns.run(first.work);
  let runs = 0;
  const count = async (): Promise<void> => void (runs += 1);
  const [late, tooMany] = [turns.run(count), turns.run(count)];
  expect(await tooMany).toBe('busy');
  expect(await late).toBe('busy');
  first.end('first');
  await begun;
  expect([runs, turns.isIdle()]).toEqual([0, true]);
});
