import { expect, test, vi } from 'vitest';
import type { PurchaseAnswer } from '../domain/purchase.ts';
import { createKeyedWork } from './keyed-work.ts';

const input = {
  saleId: '1',
  buyerId: 'ada',
  quantity: 1,
  strategy: 'REDIS_LUA',
  idempotencyKey: 'key-of-ada',
};

test('another wish under a key waits for the first, and then Postgres decides whose the key is', async () => {
  const work = createKeyedWork();
  let end: (answer: PurchaseAnswer) => void = () => undefined;
  const wrong = work.join({ ...input, quantity: 2 }, () => new Promise((resolve) => (end = resolve)));
  const start = vi.fn<() => Promise<PurchaseAnswer>>(() => Promise.resolve({ kind: 'soldOut' }));
  const right = work.join(input, start);
  expect(start).not.toHaveBeenCalled();
  end({ kind: 'mismatch' });
  expect(await wrong).toEqual({ kind: 'mismatch' });
  expect(await right).toEqual({ kind: 'soldOut' });
});

test('what is under way is counted by sale, and forgotten at its end', async () => {
  const work = createKeyedWork();
  const soldOut: PurchaseAnswer = { kind: 'soldOut' };
  const ends: (() => void)[] = [];
  const begin = (saleId: string) =>
    work.join(
      { ...input, saleId, idempotencyKey: null },
      () => new Promise((end) => ends.push(() => end(soldOut))),
    );
  const all = [begin('1'), begin('2'), begin('2')];
  expect([work.count(), work.count('1'), work.count('2'), work.count('3')]).toEqual([3, 1, 2, 0]);
  for (const end of ends) end();
  await Promise.all(all);
  expect([work.count(), work.count('1'), work.count('2')]).toEqual([0, 0, 0]);
});
