import { expect, test } from 'vitest';
import { layoutLanes, stockStretches, waitsOf } from './lane-layout.ts';
import { blank, type Buyer, firstWrong, type Session, type Step } from './model.ts';
import { nextTurn, turnOf } from './next-turn.ts';
import { explorationScore, explorationWords, sentenceOf } from './sentence.ts';
import { answerWords, resultOf, verbOf } from './words.ts';

const step = (number: number, buyer: 'A' | 'B' | 'C', given: Partial<Step> = {}): Step => ({
  number,
  buyer,
  statement: { store: 'POSTGRES', kind: 'READ', text: 'SELECT * FROM sales', sent: '' },
  result: 'ANSWERED',
  answer: 'remaining: 1, version: 0',
  waitedFor: [],
  letOnBy: null,
  locks: [],
  outside: { remaining: 1, sold: 0, orders: 0, redisRemaining: null },
  ...given,
});
const buyer = (name: 'A' | 'B' | 'C', status: Buyer['status'] = 'READY'): Buyer => ({
  name,
  status,
  statement: null,
  waitsFor: [],
  waitsOn: null,
  locks: [],
  outcome: null,
});
const session = (given: Partial<Session> = {}): Session => ({
  id: '1',
  strategy: 'NO_LOCK',
  stock: 1,
  quantity: 1,
  schedule: '',
  closesAt: '',
  buyers: [buyer('A'), buyer('B')],
  steps: [],
  outside: { remaining: 1, sold: 0, orders: 0, redisRemaining: null },
  judgement: null,
  ...given,
});
const write = { store: 'POSTGRES', kind: 'WRITE', text: 'UPDATE sales', sent: '' } as const;
const oversold = { remaining: -1, sold: 2, orders: 2, redisRemaining: null };
const sold = { remaining: 0, sold: 1, orders: 1, redisRemaining: null };
const race = session({
  steps: [
    step(1, 'A'),
    step(2, 'B'),
    step(3, 'A', { statement: write, outside: sold }),
    step(4, 'B', { statement: write, outside: oversold, answer: '1 row added, remaining: -1' }),
  ],
});

test('a step in a word or two, and what came of it', () => {
  expect([verbOf(step(1, 'A')), resultOf(step(1, 'A'))]).toEqual(['reads', 'sees 1']);
  expect(resultOf(race.steps[3] ?? step(4, 'B'))).toBe('now −1');
  const script = { store: 'REDIS', kind: 'WRITE', text: '', sent: '' } as const;
  const verbOfScript = (text: string): string => verbOf(step(1, 'A', { statement: { ...script, text } }));
  expect(verbOfScript('reserve-2.lua (left)')).toBe('reserves');
  expect(verbOfScript('acquireLock-2.lua (lock)')).toBe('acquires');
  expect(verbOfScript('finish-5.lua (left)')).toBe('finishes');
  expect(verbOf(step(1, 'A', { result: 'FAILED' }))).toBe('is refused');
});

test('an answer tells whom it waited for', () => {
  const waiting = step(2, 'B', { result: 'WAITING', answer: null, waitedFor: ['A'] });
  expect(answerWords(waiting)).toBe('waits for A');
  expect(answerWords({ ...waiting, result: 'ANSWERED', answer: 'remaining: 0', letOnBy: 5 })).toBe(
    'waited for A until step 5, then: remaining: 0',
  );
});

test('the stock is drawn in stretches, the last of them beyond what there was', () => {
  const layout = layoutLanes(race, 1000);
  expect(stockStretches(race, layout).map(({ remaining, tone }) => [remaining, tone])).toEqual([
    [1, 'left'],
    [0, 'none'],
    [-1, 'over'],
  ]);
  expect(firstWrong(race)).toBe(4);
  expect(firstWrong(blank(1, 2))).toBeNull();
});

test('stretches and waits begin and end at their steps, and the last one at the end', () => {
  const waited = session({
    steps: [
      step(1, 'A'),
      step(2, 'B', { letOnBy: 3, waitedFor: ['A'] }),
      step(3, 'A', { outside: sold }),
      step(4, 'C', { result: 'WAITING', answer: null, waitedFor: ['B'], outside: sold }),
    ],
    buyers: [buyer('A'), buyer('B'), buyer('C')],
  });
  const layout = layoutLanes(waited, 1000);
  expect(stockStretches(waited, layout).map(({ from, to }) => [from, to])).toEqual([
    [layout.along(0.5), layout.along(3)],
    [layout.along(3), layout.end],
  ]);
  expect(waitsOf(waited, layout).map(({ from, to, isOver }) => [from, to, isOver])).toEqual([
    [layout.along(2), layout.along(3), true],
    [layout.along(4), layout.end, false],
  ]);
});

test('a narrow drawing runs downwards, with the stock behind the first lane', () => {
  const down = layoutLanes(race, 360);
  expect(down.downwards).toBe(true);
  expect(down.at(10, 20)).toEqual({ x: 20, y: 10 });
  const across = layoutLanes(race, 1200);
  expect(across.at(10, 20)).toEqual({ x: 10, y: 20 });
  expect([across.across('A') < across.stock, across.stock < across.across('B')]).toEqual([true, true]);
});

test('schedules pass over who cannot move', () => {
  expect(nextTurn(session(), 'alternate')).toBe('A');
  expect(nextTurn(session({ steps: [step(1, 'A')] }), 'alternate')).toBe('B');
  const waiting = session({ steps: [step(1, 'A')], buyers: [buyer('A'), buyer('B', 'WAITING')] });
  expect(nextTurn(waiting, 'alternate')).toBe('A');
  expect(nextTurn(session({ steps: [step(1, 'A')] }), 'one-by-one')).toBe('A');
  expect(nextTurn(session({ steps: [step(1, 'A')] }), 'overtaken')).toBe('B');
  expect(nextTurn(session({ buyers: [buyer('A', 'ENDED'), buyer('B', 'ENDED')] }), 'alternate')).toBeNull();
});

test('a schedule is followed to its end, or to a letter that cannot move', () => {
  expect(turnOf(session(), 'AB')).toBe('A');
  expect(turnOf(session({ steps: [step(1, 'A'), step(2, 'B')] }), 'AB')).toBeNull();
  expect(turnOf(session({ buyers: [buyer('A', 'WAITING'), buyer('B')] }), 'AB')).toBeNull();
});

test('one sentence for each state', () => {
  expect(sentenceOf(null).title).toContain('you decide who goes next');
  expect(sentenceOf(session()).title).toBe('Two buyers want the only unit. Nobody has moved.');
  expect(sentenceOf(session({ steps: [step(1, 'A')] })).title).toBe('A reads: remaining: 1, version: 0.');
  const b = { ...buyer('B', 'WAITING'), waitsFor: ['A' as const] };
  expect(sentenceOf(session({ steps: [step(1, 'A')], buyers: [buyer('A'), b] })).title).toBe(
    'B waits for A.',
  );
  const judgement = { verdict: 'OVERSOLD', explanation: 'Too many.', oversold: 1, undersold: 0 } as const;
  expect(sentenceOf(session({ judgement })).title).toBe('Too many.');
});

test('an exploration in a sentence, and on the scoreboard', () => {
  const found = {
    strategy: 'NO_LOCK',
    runs: 6,
    oversold: 4,
    undersold: 0,
    exact: 2,
    oversellingSchedule: 'ABAB',
    complete: true,
    durationMs: 100,
  } as const;
  expect(explorationWords(found)).toBe('All 6 schedules of two buyers: 4 of them oversell.');
  expect(explorationScore(found)).toEqual({ verdict: 'OVERSOLD', words: '4 of 6' });
  expect(explorationWords({ ...found, oversold: 0, complete: false })).toContain('none oversells');
  expect(explorationScore(undefined)).toBeNull();
});
