import { expect, test } from 'vitest';
import { limits } from './limits.ts';
import { explainOversell } from './oversell.ts';
import type { HistoricOrder } from './sale-history.ts';
import { stepsOf } from './witness-steps.ts';
import { storyOf, titleOf } from './witness-words.ts';

/** An order that read at the first time and wrote at the second. */
function order(
  number: number,
  at: readonly [number, number],
  values: readonly [number, number],
): HistoricOrder {
  const [readAtMs, writtenAtMs] = at;
  const trace = {
    readAtMs,
    readValue: values[0],
    checkedAtMs: readAtMs + 1,
    writeAtMs: writtenAtMs,
    writeValue: values[1],
    committedAtMs: writtenAtMs + 2,
  };
  const id = `00000000-0000-7000-8000-00000000000${number}`;
  return { id, buyerId: `buyer-${number}`, quantity: 1, strategy: 'ANY', writtenAtMs, trace };
}

function tell(stock: number, orders: readonly HistoricOrder[]) {
  const { witnesses, ...rest } = explainOversell({ stock, held: 0, orders });
  return {
    ...rest,
    witnesses: witnesses.map((witness) => ({
      unit: witness.unit,
      kind: witness.kind,
      title: titleOf(witness),
      explanation: storyOf(witness),
      steps: stepsOf(witness),
    })),
  };
}

test('two buyers who saw the same last unit', () => {
  const { witnesses, wrongFrom } = tell(1, [order(1, [100, 114], [1, 0]), order(2, [103, 123.3], [1, -1])]);
  expect(witnesses[0]).toMatchObject({
    unit: 2,
    kind: 'LAST_UNIT',
    title: 'Unit 2 was sold because two buyers saw the same last unit.',
    explanation:
      'A, buyer-1, and B, buyer-2, both read a stock of 1, and both checks passed. A committed at 16.0 ms. At 23.3 ms B subtracted again, without looking again, and the stock became −1.',
  });
  expect(witnesses[0]?.steps.map(({ atMs, role, action, value }) => [atMs, role, action, value])).toEqual([
    [0, 'A', 'reads the stock', 1],
    [1, 'A', 'check passes', null],
    [3, 'B', 'reads the stock', 1],
    [4, 'B', 'check passes', null],
    [14, 'A', 'subtracts 1', 0],
    [16, 'A', 'commits order 1', 0],
    [23.3, 'B', 'subtracts 1', -1],
    [25.3, 'B', 'commits order 2', -1],
  ]);
  expect(wrongFrom).toMatchObject({
    number: 2,
    explanation: 'Order 2 was the first to sell what was not there: 2 units of 1.',
  });
});

test('buyers who had seen more than the last unit, and a stock that was below zero already', () => {
  const { witnesses } = tell(2, [
    order(1, [100, 110], [2, 1]),
    order(2, [101, 120], [2, 0]),
    order(3, [102, 130], [2, -1]),
    order(4, [111, 140], [1, -2]),
  ]);
  expect(witnesses.map(({ title }) => title)).toEqual([
    'Unit 3 was sold because its buyer had read a stock of 2, of which none was left by its turn.',
    'Unit 4 was sold because its buyer had read a stock of 1, of which none was left by its turn.',
  ]);
  expect(witnesses[1]?.explanation).toBe(
    'A, buyer-2, read a stock of 2, B, buyer-4, one of 1, and both checks passed. A took the last unit and committed at 21.0 ms. At 39.0 ms B subtracted again, without looking again, and the stock went from −1 to −2.',
  );
});

test('a number that was written back over a sale', () => {
  const { witnesses, wrongFrom } = tell(2, [
    order(1, [100, 110], [2, 1]),
    order(2, [101, 120], [2, 1]),
    order(3, [125, 130], [1, 0]),
  ]);
  expect(wrongFrom).toMatchObject({
    number: 2,
    explanation:
      'Order 2 wrote back 1 from an old number: the sale before it was gone from the stock, which was too high from then on.',
  });
  expect(witnesses[0]).toMatchObject({
    unit: 3,
    kind: 'ERASED',
    title: 'Unit 3 was sold because what others had bought was erased from the stock.',
    explanation:
      "A, buyer-1, and B, buyer-2, both read a stock of 2, and both checks passed. A wrote back 1 and committed at 12.0 ms. At 20.0 ms B wrote back 1, without looking again, and A's sale was gone from the stock. Of a stock that was too high from then on, unit 3 went to buyer-3.",
  });
  expect(witnesses[0]?.steps.find(({ act, role }) => act === 'WRITE' && role === 'A')?.action).toBe(
    'writes back 1',
  );
});

test('the last unit, written back as if nobody had taken it', () => {
  const { witnesses } = tell(1, [order(1, [100, 110], [1, 0]), order(2, [101, 120], [1, 0])]);
  expect(witnesses[0]?.explanation).toBe(
    "A, buyer-1, and B, buyer-2, both read a stock of 1, and both checks passed. A wrote back 0 and committed at 12.0 ms. At 20.0 ms B wrote back 0, without looking again, and A's sale was gone from the stock: the row looks right, and 2 units of 1 are sold.",
  );
});

test('a row that does not even look right is not said to', () => {
  const crowd = Array.from({ length: 3 }, (_, at) => order(at + 1, [100 + at, 110 + at * 10], [2, 1]));
  expect(tell(2, crowd).witnesses[0]).toMatchObject({
    kind: 'ERASED',
    title:
      'Unit 3 was sold because its buyer had read a stock of 2, and wrote back 1 over what others had bought.',
    explanation: expect.stringMatching(/: the row says 1 left, and 3 units of 2 are sold\.$/),
  });
});

test('orders of which nothing was recorded have no witness, and it is said why', () => {
  const unrecorded = [1, 2].map((number) => ({
    ...order(number, [100, 110 + number], [1, 0]),
    trace: null,
  }));
  const { witnesses, wrongFrom, witnessNote } = tell(1, unrecorded);
  expect(witnesses).toEqual([]);
  expect(wrongFrom).toMatchObject({ number: 2 });
  expect(witnessNote).toBe(
    'There is no witness, since what their orders read and wrote was not recorded: only the unsafe strategies record it, in the epoch that is running.',
  );
});

test('units on hold were taken before any order', () => {
  const orders = [order(1, [100, 110], [1, 0]), order(2, [101, 120], [1, -1])];
  const { witnesses } = explainOversell({ stock: 3, held: 2, orders });
  expect(witnesses.map(({ unit }) => unit)).toEqual([4]);
});

test('witnesses are kept for so many units, the others are counted', () => {
  const crowd = Array.from({ length: 100 }, (_, index) => ({
    ...order(1, [100, 110 + index], [1, -index]),
    id: String(index).padStart(3, '0'),
  }));
  const { witnesses, witnessNote } = tell(1, crowd);
  expect(witnesses).toHaveLength(limits.witnessesMax);
  expect(witnessNote).toBe('60 of 99 units have a witness: more are not kept.');
});
