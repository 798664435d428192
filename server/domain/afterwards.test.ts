import { expect, test, vi } from 'vitest';
import { createAfterwards } from './afterwards.ts';

function work(): { promise: Promise<void>; end(): void; fail(error: Error): void } {
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]));
  return { promise, end: () => end(), fail: (error) => fail(error) };
}

test('what has begun is waited for, also what somebody waits for already, and what begins later is not', async () => {
  const afterwards = createAfterwards(() => undefined);
  const [first, second, later] = [work(), work(), work()];
  const ends: string[] = [];
  void afterwards.begin(first.promise);
  const one = afterwards.settled().then(() => ends.push('one'));
  void afterwards.begin(second.promise);
  const two = afterwards.settled().then(() => ends.push('two'));
  void afterwards.begin(later.promise);
  second.end();
  await second.promise;
  expect(ends).toEqual([]);
  first.end();
  await Promise.all([one, two]);
  expect(ends).toEqual(['one', 'two']);
  later.end();
  await afterwards.settled();
});

test('work that fails has ended, and is heard of', async () => {
  const onError = vi.fn<(error: unknown) => void>();
  const afterwards = createAfterwards(onError);
  const failing = work();
  void afterwards.begin(failing.promise);
  failing.fail(new Error('Redis went away'));
  await afterwards.settled();
  expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('Redis went away'));
});
