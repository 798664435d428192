import { expect, test } from 'vitest';
import { gatherReads } from './gather.ts';

/** Reads that say in which order they began. */
function countReads(everyMs: number) {
  const begun: string[] = [];
  const read = gatherReads(async (key: string) => begun.push(key), everyMs);
  return { begun, read };
}

test('whoever comes alone is read for at once', async () => {
  const { begun, read } = countReads(1_000);
  const first = read('a');
  expect(begun).toEqual(['a']);
  expect(await first).toBe(1);
});

test('a crowd shares one read, which begins after the last of it has asked', async () => {
  const { begun, read } = countReads(20);
  const alone = read('a');
  const crowd = Array.from({ length: 100 }, () => read('a'));
  expect(begun).toEqual(['a']);
  expect([await alone, ...new Set(await Promise.all(crowd))]).toEqual([1, 2]);
});

test('keys do not wait for each other', () => {
  const { begun, read } = countReads(1_000);
  void read('a');
  void read('b');
  expect(begun).toEqual(['a', 'b']);
});

test('a read that fails fails for those who share it, and for nobody after them', async () => {
  let reads = 0;
  const read = gatherReads(async () => {
    reads += 1;
    if (reads === 2) throw new Error('away');
    return reads;
  }, 10);
  const first = read('a');
  const shared = [read('a'), read('a')];
  expect(await first).toBe(1);
  for (const each of shared) await expect(each).rejects.toThrow('away');
  expect(await read('a')).toBe(3);
});
