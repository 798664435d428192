import { expect, test } from 'vitest';
import { check } from './checker.ts';
import type { Evidence } from './evidence.ts';
import { attempt, confirmed, evidence, seen, stored, wish } from './example.ts';

const wrongs = (changes: Partial<Evidence>): string[] => check(evidence(changes)).map(({ wrong }) => wrong);
const outage = (from: number, to: number) => new Map([['A', [{ from, to }]]]);

test('a round in which everything was kept has nothing to say', () => {
  expect(check(evidence())).toEqual([]);
});

test.each<[string, Partial<Evidence>, string]>([
  [
    'a unit sold twice, in one snapshot of many',
    { snapshots: [seen(), seen({ sold: 11, remaining: -1 })] },
    'oversold',
  ],
  [
    'more held and sold than there is',
    { snapshots: [seen({ sold: 8, held: 3, remaining: -1 })] },
    'oversold',
  ],
  ['a unit in no account', { snapshots: [seen({ remaining: 6 })] }, 'leaked'],
  ['a unit in two accounts', { snapshots: [seen({ remaining: 8 })] }, 'oversold'],
  ['units that nobody can buy at the end', { final: seen({ remaining: 1, sold: 9 }) }, 'leaked'],
  ['a reservation that outlives its lease', { pendingMs: 2_001 }, 'leaked'],
  ['books that are not exact', { verdict: { verdict: 'DRIFT', explanation: '' } }, 'untrue'],
  ['an acknowledged order that is gone', { orders: [] }, 'lost'],
  ['an acknowledged order that was cancelled', { orders: [stored({ status: 'CANCELLED' })] }, 'lost'],
  ['two orders under one key', { orders: [stored(), stored({ id: 'two' })] }, 'twice'],
  ['an order of another buyer', { orders: [stored({ buyerId: 'eve' })] }, 'untrue'],
  ['an order of another quantity than was told', { orders: [stored({ quantity: 2 })] }, 'untrue'],
  ['an order that was told of in another epoch', { orders: [stored({ epoch: 2 })] }, 'untrue'],
  ['an order of a buyer who was refused', { wishes: [wish(attempt({ kind: 'soldOut' }))] }, 'untrue'],
  [
    'an order of a buyer who was told that nothing was bought',
    { wishes: [wish(attempt({ kind: 'overloaded' }))] },
    'untrue',
  ],
  ['an end that nobody ever learnt', { wishes: [wish(attempt({ kind: 'inProgress' }))] }, 'undecided'],
  [
    'an internal error',
    {
      wishes: [
        wish(attempt({ kind: 'failed', why: 'Internal error' }), attempt(confirmed, { endedAt: 120 })),
      ],
    },
    'failed',
  ],
  [
    'a connection lost by a server that was up',
    { wishes: [wish(attempt({ kind: 'lost', why: '' }), attempt(confirmed, { endedAt: 120 }))] },
    'failed',
  ],
  [
    'an answer after more than three seconds',
    { wishes: [wish(attempt(confirmed, { endedAt: 3_600 }))] },
    'late',
  ],
  ['a recovery that takes too long', { recoveryMs: 3_001 }, 'late'],
  ['a process that ended by itself', { surprises: ['ended by itself'] }, 'died'],
])('%s is found', (_, changes, wrong) => {
  expect(wrongs(changes)).toContain(wrong);
});

test('a buyer refused with units free is found, and one refused while they were promised is not', () => {
  const refused = { ...wish(attempt({ kind: 'soldOut' })), key: 'bob-key' };
  const around = [seen({ at: 90 }), seen({ at: 130 })];
  expect(wrongs({ wishes: [refused], orders: [], snapshots: around })).toEqual(['untrue']);

  const unknown = wish(attempt({ kind: 'lost', why: '' }, { quantity: 9, beganAt: 80, endedAt: 85 }));
  const promised = { wishes: [refused, unknown], orders: [], outages: outage(80, 90) };
  expect(wrongs({ ...promised, snapshots: around })).not.toContain('untrue');
});

test('a misuse of a key may buy where the key had bought nothing', () => {
  const own = attempt({ kind: 'overloaded' });
  const other = attempt({ ...confirmed, quantity: 2 }, { quantity: 2, beganAt: 120, endedAt: 130 });
  expect(wrongs({ wishes: [wish(own, other)], orders: [stored({ quantity: 2 })] })).toEqual([]);
});

test('a buyer who was told "overloaded" after an unknown end has to ask once more', () => {
  const unknown = attempt({ kind: 'inProgress' });
  const turnedAway = attempt({ kind: 'overloaded' }, { beganAt: 120, endedAt: 130 });
  const known = attempt(confirmed, { beganAt: 140, endedAt: 150 });
  expect(wrongs({ wishes: [wish(unknown, turnedAway)], orders: [] })).toEqual(['undecided']);
  expect(wrongs({ wishes: [wish(unknown, turnedAway, known)] })).toEqual([]);
});

test('a server that is down or stopped is excused, and a machine that is late is no reason to fail', () => {
  const lost = wish(attempt({ kind: 'lost', why: '' }), attempt(confirmed, { beganAt: 500, endedAt: 510 }));
  expect(wrongs({ wishes: [lost], outages: outage(105, 400) })).toEqual([]);
  const late = wish(attempt(confirmed, { endedAt: 5_000 }));
  expect(wrongs({ wishes: [late], outages: outage(105, 400) })).toEqual([]);
  expect(wrongs({ wishes: [late], starvedMs: () => 1_000 })).toEqual([]);
  const unheard = wish(attempt({ kind: 'lost', why: '' }, { endedAt: 6_100 }), attempt(confirmed));
  expect(wrongs({ wishes: [unheard], starvedMs: () => 1_000 })).toContain('failed');
  expect(wrongs({ wishes: [unheard], starvedMs: () => 1_500 })).not.toContain('failed');
  // Waiting is what a late machine excuses: a connection that breaks at once is none of that.
  const broken = wish(attempt({ kind: 'lost', why: '' }), attempt(confirmed, { endedAt: 120 }));
  expect(wrongs({ wishes: [broken], starvedMs: () => 1_500 })).toContain('failed');
});
