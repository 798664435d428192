import { expect, test } from 'vitest';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { createGroups } from './group-commit.ts';

const request = (orderId: string, decideBy?: number): PurchaseRequest => ({
  orderId,
  saleId: '1',
  epoch: 1,
  fence: 1,
  buyerId: 'ada',
  quantity: 1,
  strategy: 'GROUP_COMMIT',
  key: null,
  fingerprint: null,
  ...(decideBy === undefined ? {} : { decideBy }),
});

test('a purchase whose time to be decided is over is not sent to Postgres, and the others of its group are', async () => {
  const asked: string[][] = [];
  const groups = createGroups(async (requests) => {
    asked.push(requests.map(({ orderId }) => orderId));
    return requests.map(() => Promise.resolve<PurchaseOutcome>({ kind: 'soldOut' }));
  });
  const now = performance.now();
  const ends = await Promise.all(
    [request('late', now - 1), request('in time', now + 60_000), request('any time')].map((each) =>
      groups.purchase(each),
    ),
  );
  expect(ends.map(({ kind }) => kind)).toEqual(['overloaded', 'soldOut', 'soldOut']);
  expect(asked).toEqual([['in time', 'any time']]);
  expect(await groups.purchase(request('late again', now))).toMatchObject({ kind: 'overloaded' });
  expect(asked).toHaveLength(1);
});
