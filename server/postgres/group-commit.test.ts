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

test('20,000 purchases may wait for their group, and more are turned away at once', async () => {
  const groups = createGroups(async (requests) => requests.map((): PurchaseOutcome => ({ kind: 'soldOut' })));
  const waiting = Array.from({ length: 20_000 }, (_, index) => groups.purchase(request(`${index}`)));
  expect(groups.waiting()).toBe(20_000);
  expect(await groups.purchase(request('one more'))).toMatchObject({ kind: 'overloaded' });
  const ends = new Set((await Promise.all(waiting)).map(({ kind }) => kind));
  expect([...ends]).toEqual(['soldOut']);
  expect(await groups.purchase(request('later'))).toEqual({ kind: 'soldOut' });
});

test('the next group is asked before the buyers of this one are answered, and never two at once', async () => {
  const happened: string[] = [];
  const ends: (() => void)[] = [];
  const groups = createGroups((requests) => {
    happened.push(`asked ${requests.map(({ orderId }) => orderId).join(' ')}`);
    return new Promise((resolve) => {
      ends.push(() => resolve(requests.map((): PurchaseOutcome => ({ kind: 'soldOut' }))));
    });
  });
  const buy = (orderId: string) =>
    groups.purchase(request(orderId)).then(() => happened.push(`told ${orderId}`));
  const first = buy('a');
  await new Promise(setImmediate);
  const others = [buy('b'), buy('c')];
  await new Promise(setImmediate);
  expect(happened).toEqual(['asked a']);
  ends.shift()?.();
  await first;
  ends.shift()?.();
  await Promise.all(others);
  expect(happened).toEqual(['asked a', 'asked b c', 'told a', 'told b', 'told c']);
});
