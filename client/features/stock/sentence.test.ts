import { describe, expect, test } from 'vitest';
import type { Audit, Run } from '../../lib/model.ts';
import { type Moment, NO_PATH } from '../../lib/moment.ts';
import { sentenceOf, type SentenceSource } from './sentence.ts';

const audit: Audit = {
  epoch: 4,
  verdict: 'EXACT',
  explanation: 'As the server tells it.',
  stock: 100,
  sold: 100,
  held: 0,
  pooled: 0,
  remaining: 0,
  redisRemaining: 0,
  oversold: 0,
  undersold: 0,
  duplicates: 0,
  drift: 0,
  unknown: 0,
  checkedAt: '2026-01-01T00:00:00.000Z',
};

const run: Run = {
  id: 'a',
  state: 'FINISHED',
  strategy: 'REDIS_LUA',
  requests: 2000,
  concurrency: 100,
  targetRequestsPerSecond: null,
  stock: 100,
  epoch: 4,
  raceWindowMs: 5,
  sent: 2000,
  confirmed: 100,
  replayed: 0,
  soldOut: 1900,
  rejected: 0,
  failed: 0,
  unknown: 0,
  durationMs: 170,
  requestsPerSecond: 11_000,
  ordersPerSecond: 9870,
  latency: { count: 2000, p50Ms: 4, p95Ms: 9, p99Ms: 14 },
  saturated: false,
  error: null,
  startedAt: null,
  finishedAt: null,
  audit,
};

const moment: Moment = {
  mode: 'ended',
  stock: 100,
  sold: 100,
  remaining: 0,
  held: 0,
  pooled: 0,
  redis: 0,
  oversold: 0,
  atMs: 170,
  verdict: 'EXACT',
  path: { ...NO_PATH, answered: 73 },
};

const say = (part: Partial<SentenceSource>) =>
  sentenceOf({
    moment,
    state: 'OPEN',
    run,
    wait: null,
    lost: false,
    plan: 'Launch sends buyers.',
    safe: true,
    ...part,
  });
const judged = (part: Partial<Audit>) => ({ run: { ...run, audit: { ...audit, ...part } } });

describe('a verdict', () => {
  test('EXACT counts who was turned away', () => {
    expect(say({})).toEqual({
      mark: 'EXACT',
      amount: '100',
      lead: '100 in stock, 100 sold, 1,900 turned away.',
      rest: 'Every confirmed order is in Postgres, and no buyer bought twice.',
    });
  });

  test('OVERSOLD counts the buyers who paid for nothing', () => {
    const said = say({ ...judged({ verdict: 'OVERSOLD', oversold: 37 }), safe: false });
    expect([said.mark, said.amount, said.lead]).toEqual([
      'OVERSOLD',
      'by 37',
      '37 buyers paid for units that do not exist.',
    ]);
  });

  test.each(['UNDERSOLD', 'DUPLICATE', 'DRIFT', 'INCONCLUSIVE'] as const)(
    '%s is told by the server',
    (verdict) => {
      expect(say(judged({ verdict }))).toMatchObject({ mark: verdict, rest: 'As the server tells it.' });
    },
  );

  test('DRIFT puts the two stocks side by side', () => {
    expect(say(judged({ verdict: 'DRIFT', remaining: 3, redisRemaining: null })).lead).toContain(
      'Postgres counts 3 left, Redis –',
    );
  });
});

test('a run that was stopped says so before its verdict', () => {
  const stopped = { ...run, state: 'STOPPED', requests: 3000, soldOut: 562 } as const;
  expect(say({ run: stopped })).toMatchObject({
    mark: 'EXACT',
    lead: 'Stopped after 662 of 3,000 buyers.',
    rest: '100 in stock, 100 sold, 562 turned away. Every confirmed order is in Postgres, and no buyer bought twice.',
  });
});

test('before the audit there is no verdict', () => {
  expect(say({ moment: { ...moment, mode: 'running' }, run: { ...run, audit: null } })).toMatchObject({
    mark: 'RUNNING',
    lead: '73 of 2,000 buyers answered.',
  });
});

test('a queued run says that it waits, and behind whom', () => {
  const running = { ...moment, mode: 'running' } as const;
  const queued = { moment: running, run: { ...run, state: 'QUEUED', audit: null } } as const;
  const behind = (part: object) =>
    say({ ...queued, wait: { strategy: 'ROW_LOCK', saleId: null, more: 0, ...part } });
  expect(say(queued)).toMatchObject({ mark: 'QUEUED', lead: 'Waits for its turn.' });
  expect(behind({})).toMatchObject({ mark: 'QUEUED', lead: 'Waits behind ROW_LOCK.' });
  expect(behind({}).rest).toContain('the figures are not its own');
  expect(behind({ saleId: '2', more: 1 }).lead).toBe('Waits behind ROW_LOCK on sale 2 and 1 more attack.');
});

test('an idle sale says what Launch would do', () => {
  expect(say({ moment: { ...moment, mode: 'idle', sold: 0, remaining: 100 }, run: null })).toEqual({
    mark: 'READY',
    amount: '',
    lead: '100 units, nobody buying.',
    rest: 'Launch sends buyers.',
  });
});

describe('a sale that nobody attacks', () => {
  const idle = (part: Partial<SentenceSource>, sold = 40) =>
    say({ moment: { ...moment, mode: 'idle', sold, remaining: 100 - sold }, run: null, plan: '', ...part });

  test.each(['PAUSED', 'CLOSED', 'SCHEDULED'] as const)('says that it is %s', (state) => {
    const rest = `The sale is ${state.toLowerCase()}.`;
    expect(idle({ state })).toMatchObject({ mark: state, lead: '40 units sold, 60 left.', rest });
    expect(idle({ state }, 0)).toMatchObject({ lead: '100 units, none sold.', rest });
    expect(idle({ state, plan: 'It must be opened.' }).rest).toBe('It must be opened.');
  });

  test('says what is held for buyers who pay', () => {
    const held = { ...moment, mode: 'idle', sold: 0, held: 100, remaining: 0 } as const;
    expect(idle({ moment: held })).toMatchObject({
      mark: 'SOLD_OUT',
      lead: '0 units sold, 100 held, 0 left.',
    });
  });

  test('is oversold by its books, whether anybody attacked it or not', () => {
    const oversold = { ...moment, mode: 'idle', sold: 101, remaining: -1, oversold: 1 } as const;
    expect(idle({ moment: oversold })).toMatchObject({
      mark: 'OVERSOLD',
      amount: 'by 1',
      lead: '101 of 100 units sold: 1 more than there were.',
    });
  });

  test('is sold out by the figures, and ready again after a reset, before its state is known to be', () => {
    expect(idle({ state: 'OPEN' }, 100).mark).toBe('SOLD_OUT');
    expect(idle({ state: 'SOLD_OUT' }, 0).mark).toBe('READY');
  });
});

test('a replay counts what was sold beyond the stock up to its moment', () => {
  expect(say({ moment: { ...moment, mode: 'replay', sold: 104, oversold: 4, atMs: 66 } })).toMatchObject({
    mark: 'OVERSOLD',
    amount: 'by 4',
    lead: 'After 66 ms: unit 104 of 100 is sold.',
  });
});

test('a lost connection takes back what is not known, and keeps a verdict', () => {
  const running = say({ lost: true, moment: { ...moment, mode: 'running' } });
  expect(running.mark).toBe('INCONCLUSIVE');
  // The server may be dead: then the run has no verdict to wait for.
  expect(running.rest).not.toContain('verdict');
  expect(say({ lost: true })).toMatchObject({ mark: 'EXACT', rest: 'No news from the server since.' });
});
