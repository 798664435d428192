import { expect, test } from 'vitest';
import { shareRecent } from './recent.ts';

/** A store whose reads are answered when the test says so. */
function slowStore() {
  const asked: ((value: number) => void)[] = [];
  const read = (): Promise<number> => new Promise((resolve) => asked.push(resolve));
  return { read, asked, answer: (value: number) => asked.at(-1)?.(value) };
}

test('all who ask meanwhile share one read', async () => {
  const store = slowStore();
  const recent = shareRecent(store.read, 60_000);
  const both = Promise.all([recent.get('a'), recent.get('a')]);
  store.answer(7);
  expect(await both).toEqual([7, 7]);
  expect(store.asked).toHaveLength(1);
  expect(recent.peek('a')).toBe(7);
});

test('nobody peeks at what was never asked for, or is too old', async () => {
  const store = slowStore();
  const recent = shareRecent(store.read, 0);
  expect(recent.peek('a')).toBeUndefined();
  const asked = recent.get('a');
  store.answer(7);
  await asked;
  expect(recent.peek('a')).toBeUndefined();
});

test('what was forgotten is not brought back by a read that began before', async () => {
  const store = slowStore();
  const recent = shareRecent(store.read, 60_000);
  const early = recent.get('a');
  recent.forget('a');
  store.answer(0);
  expect(await early).toBe(0);
  expect(recent.peek('a')).toBeUndefined();
  const late = recent.get('a');
  store.answer(1);
  expect(await late).toBe(1);
  expect(recent.peek('a')).toBe(1);
});

test('a read that failed is asked again', async () => {
  let fails = true;
  const recent = shareRecent(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve(3)), 60_000);
  await expect(recent.get('a')).rejects.toThrow('away');
  fails = false;
  expect(await recent.get('a')).toBe(3);
});
