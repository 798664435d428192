import { expect, test } from 'vitest';
import type { PurchaseRequest } from '../domain/purchase.ts';
import { decideGroup, type GroupPool } from './purchase-group.ts';

const requestOf = (buyerId: string): PurchaseRequest => ({
  orderId: `order of ${buyerId}`,
  saleId: '1',
  epoch: 1,
  fence: 1,
  buyerId,
  quantity: 1,
  strategy: 'REDIS_LUA',
  key: null,
  fingerprint: null,
});

test('a read that fails after the commit is one buyer’s, the others hear what was committed', async () => {
  const row = { order_id: null, remaining: null, created_at_ms: 0 };
  const pool: GroupPool = {
    decide: () =>
      Promise.resolve([
        { ...row, outcome: 'CONFIRMED' },
        { ...row, outcome: 'LIMIT' },
        { ...row, outcome: 'NOT_OPEN' },
        { ...row, outcome: 'REPLAYED' },
        { ...row, outcome: 'SOLD_OUT' },
      ]),
    lookup: { query: () => Promise.reject(new Error('timeout exceeded when trying to connect')) },
  };
  const keyed = { ...requestOf('dora'), key: 'key-of-dora', fingerprint: '1/1/REDIS_LUA' };
  const group = [requestOf('ada'), requestOf('bob'), requestOf('cleo'), keyed, requestOf('eve')];
  const outcomes = await Promise.all((await decideGroup(pool, group)).map((end) => Promise.resolve(end)));
  expect(outcomes.map(({ kind }) => kind)).toEqual([
    'confirmed',
    'overloaded',
    'overloaded',
    'inProgress',
    'soldOut',
  ]);
});

test('a read that hangs after the commit keeps nobody else waiting', async () => {
  const row = { order_id: null, remaining: null, created_at_ms: 0 };
  const pool: GroupPool = {
    decide: () =>
      Promise.resolve([
        { ...row, outcome: 'LIMIT' },
        { ...row, outcome: 'CONFIRMED' },
      ]),
    lookup: { query: () => new Promise(() => undefined) },
  };
  const [, outcome] = await decideGroup(pool, [requestOf('ada'), requestOf('bob')]);
  expect(await outcome).toMatchObject({ kind: 'confirmed' });
});

test('what refused buyers are told is read once for all of a group', async () => {
  const row = { order_id: null, remaining: null, created_at_ms: 0 };
  const asked: string[] = [];
  const group = Array.from({ length: 40 }, (_, index) => requestOf(`buyer-${index}`));
  const pool: GroupPool = {
    decide: () =>
      Promise.resolve(group.map((_, index) => ({ ...row, outcome: index % 2 ? 'LIMIT' : 'NOT_OPEN' }))),
    lookup: {
      query: <Row>(sql: string) => {
        asked.push(sql);
        return Promise.resolve([
          { state: 'PAUSED', opens_at: null, closes_at: null, limit_per_buyer: 2 },
        ] as Row);
      },
    },
  };
  const outcomes = await Promise.all((await decideGroup(pool, group)).map((end) => Promise.resolve(end)));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['notOpen', 'limitReached']));
  expect(asked).toHaveLength(2);
});
