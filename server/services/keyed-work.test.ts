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
