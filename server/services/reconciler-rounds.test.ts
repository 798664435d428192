import { expect, test } from 'vitest';
import type { SaleRow } from '../postgres/repositories/imbalances.ts';
import { createRounds } from './reconciler-rounds.ts';

const rowsOf = (count: number, sold: number): SaleRow[] =>
  Array.from({ length: count }, (_, index) => ({
    saleId: String(index + 1),
    fence: 1,
    version: 1,
    remaining: 5,
    isPooled: false,
    sold,
  }));
const idsOf = (rows: readonly SaleRow[]): string[] => rows.map(({ saleId }) => saleId);

test('a thousand sales that nobody touches take turns, and a round reads no more orders than it may', () => {
  const rounds = createRounds();
  const rows = rowsOf(1_000, 10_000);
  const looked = Array.from({ length: 200 }, () => rounds.next(rows));
  for (const { whole, large } of looked) expect([whole.length, large.length]).toEqual([5, 0]);
  expect(new Set(looked.flatMap(({ whole }) => idsOf(whole)))).toHaveLength(1_000);
  const gates = looked.slice(0, 11).flatMap((round) => [...idsOf(round.gates), ...idsOf(round.whole)]);
  expect(new Set(gates)).toHaveLength(1_000);
});

test('a sale that has changed is looked at in the next round, a large one without counting all of it', () => {
  const rounds = createRounds();
  const rows = rowsOf(1_000, 10_000);
  rounds.next(rows);
  const changed = rows.map((row) => ({
    ...row,
    ...(row.saleId === '900' ? { version: 2 } : {}),
    ...(row.saleId === '700' ? { version: 2, sold: 900_000 } : {}),
  }));
  for (const round of [rounds.next(changed), rounds.next(changed)]) {
    expect(idsOf(round.whole)).toContain('900');
    expect(idsOf(round.large)).toEqual(['700']);
  }
  for (const saleId of ['700', '900']) rounds.settle({ saleId, version: 2 });
  const after = rounds.next(changed);
  expect(idsOf([...after.whole, ...after.large])).not.toContain('900');
  expect(idsOf([...after.whole, ...after.large])).not.toContain('700');
});

test('when every sale changes at once they take turns, and none is forgotten', () => {
  const rounds = createRounds();
  rounds.next(rowsOf(1_000, 10_000));
  const changed = rowsOf(1_000, 10_000).map((row) => ({ ...row, version: 2 }));
  const looked = new Set<string>();
  for (let round = 0; round < 200; round += 1) {
    const { whole } = rounds.next(changed);
    expect(whole.length).toBeLessThanOrEqual(10);
    for (const row of whole) looked.add(row.saleId);
    for (const row of whole) rounds.settle(row);
  }
  expect(looked).toHaveLength(1_000);
});

test('what is watched, or sells from the pool, is looked at in every round until it is settled', () => {
  const rounds = createRounds();
  const rows = rowsOf(1_000, 10_000).map((row) => (row.saleId === '990' ? { ...row, isPooled: true } : row));
  rounds.next(rows);
  rounds.watch('980');
  for (let round = 0; round < 3; round += 1)
    expect(idsOf(rounds.next(rows).whole)).toEqual(expect.arrayContaining(['980', '990']));
  for (const saleId of ['980', '990']) rounds.settle({ saleId, version: 1 });
  const after = idsOf(rounds.next(rows).whole);
  expect(after).toContain('990');
  expect(after).not.toContain('980');
});

test('a large sale in which something was found is counted whole until that is settled', () => {
  const rounds = createRounds();
  const rows = rowsOf(3, 900_000);
  for (let turn = 0; turn < 3; turn += 1) rounds.next(rows);
  rounds.watch('2');
  expect(idsOf(rounds.next(rows).large)).toEqual(['2']);
  rounds.watch('2', 'whole');
  // Its gate is off as well: what was found among its orders is not forgotten for that.
  rounds.watch('2');
  for (const round of [rounds.next(rows), rounds.next(rows), rounds.next(rows)]) {
    expect(idsOf(round.whole)).toContain('2');
    expect(idsOf(round.large)).toEqual([]);
  }
});
