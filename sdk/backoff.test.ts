import { expect, test } from 'vitest';
import { backoffMs, pause } from './backoff.ts';

const many = (make: () => number) => Array.from({ length: 500 }, make);

test('pauses double from 100 ms up to 5 s, half of each by chance', () => {
  for (const [retry, fullMs] of [
    [0, 100],
    [3, 800],
    [20, 5000],
  ] as const) {
    const waits = many(() => backoffMs(retry));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(fullMs / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(fullMs);
    expect(new Set(waits).size).toBeGreaterThan(100);
  }
});

test('what the server asks for is never undercut', () => {
  const waits = many(() => backoffMs(0, 2000));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(2000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2500);
});

test('a pause ends at once when it is aborted, before or meanwhile', async () => {
  const controller = new AbortController();
  const waiting = pause(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(pause(60_000, controller.signal)).rejects.toThrow('enough');
});
