import { afterEach, expect, test, vi } from 'vitest';
import { Problem } from '../domain/problem.ts';
import { isStoreTrouble } from '../services/store-trouble.ts';
import { createLine, type Channel, type Message } from './line.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Two ends of one line. Messages travel at once, as copies. */
function connect() {
  const hear: ((message: Message) => void)[] = [];
  const end = (own: 0 | 1): Channel => ({
    send: (message) => hear[1 - own]?.(structuredClone(message)),
    onMessage: (listener) => (hear[own] = listener),
  });
  return { worker: createLine(end(0)), primary: createLine(end(1)) };
}

test('a refusal that the caller can mend stays one, with its code and its words', async () => {
  const { worker, primary } = connect();
  primary.answer('steps.find', () => Promise.reject(new Problem('CONFLICT', 'too many are open')));
  const asking = worker.ask('steps.find', ['1']);
  await expect(asking).rejects.toBeInstanceOf(Problem);
  await expect(asking).rejects.toMatchObject({ code: 'CONFLICT', message: 'too many are open' });
});

test.each([
  { words: 'the database system is starting up', code: '57P03' },
  { words: 'canceling statement due to lock timeout', code: '55P03' },
  { words: 'connect ECONNREFUSED 127.0.0.1:5432', code: 'ECONNREFUSED' },
])('a store that fails a worker is known for one by whoever asked: $code', async ({ words, code }) => {
  const { worker, primary } = connect();
  const failed = Object.assign(new Error(words), { code });
  primary.answer('steps.find', () => Promise.reject(failed));
  const answer = await worker.ask('steps.find', ['1']).catch((error: unknown) => error);
  expect(answer).toMatchObject({ message: words, code });
  expect(answer).not.toBeInstanceOf(Problem);
  expect(isStoreTrouble(answer)).toBe(true);
});

test('who never answers ends the call after the time that is stated, and a later answer is no matter', async () => {
  vi.useFakeTimers();
  const { worker, primary } = connect();
  let answer = (_found: null): void => undefined;
  primary.answer('steps.find', () => new Promise((resolve) => (answer = resolve)));
  const asking = worker.ask('steps.find', ['1']).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await asking).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'Another process of this server has not answered for 20 seconds. Try again soon.',
  });
  answer(null);
  await vi.runAllTimersAsync();
  primary.answer('steps.find', () => Promise.resolve(null));
  expect(await worker.ask('steps.find', ['1'])).toBe(null);
  expect(vi.getTimerCount()).toBe(0);
});

test('a worker that has loaded waits for its settings for as long as the stores take to start', async () => {
  vi.useFakeTimers();
  const { worker, primary } = connect();
  primary.answer('settings', () => new Promise(() => undefined));
  let ended = false;
  void worker.ask('settings', null).finally(() => (ended = true));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(ended).toBe(false);
});

test('the end of the process that was asked ends the call', async () => {
  const { worker, primary } = connect();
  primary.answer('steps.find', () => new Promise(() => undefined));
  const asking = worker.ask('steps.find', ['1']);
  worker.cut();
  await expect(asking).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(worker.ask('steps.find', ['1'])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
