import { expect, test } from 'vitest';
import { perTurn } from './per-turn.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function doubling(countMax = 100): { double: (n: number) => Promise<number>; batches: number[][] } {
  const batches: number[][] = [];
  const double = perTurn<number, number>({
    nameOf: (n) => (n < 0 ? 'negative' : 'positive'),
    ask: async (batch) => {
      batches.push([...batch]);
      if (batch.includes(13)) throw new Error('no luck');
      return batch.map((n) => 2 * n);
    },
    countMax,
  });
  return { double, batches };
}

test('what is asked in one turn is asked together, by name, and answered each', async () => {
  const { double, batches } = doubling();
  expect(await Promise.all([1, -2, 3].map(double))).toEqual([2, -4, 6]);
  expect(await double(4)).toBe(8);
  expect(batches).toEqual([[1, 3], [-2], [4]]);
});

test('a batch that is full goes, and the next is begun; nobody is left behind', async () => {
  const { double, batches } = doubling(2);
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
});

test('a batch that fails fails for each in it, and for nobody else', async () => {
  const { double } = doubling();
  const ends = Promise.allSettled([12, 13, -1].map(double));
  await nextTurn();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(await double(14)).toBe(28);
});

test('answers that do not match the questions are an error of all', async () => {
  const broken = perTurn<number, number>({ nameOf: () => 'all', ask: async () => [1], countMax: 10 });
  const ends = await Promise.allSettled([1, 2].map(broken));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
