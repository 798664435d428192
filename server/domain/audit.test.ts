import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge, type Books } from './audit.ts';

const SOLD_OUT: Books = {
  stock: 100,
  remaining: 0,
  held: 0,
  pooled: 0,
  sold: 100,
  duplicates: 0,
  redisRemaining: 0,
  redisPending: 0,
  returned: 0,
  smallestRefusal: 1,
  unknown: 0,
  inFlight: 0,
  silent: 0,
  saturated: false,
};

test.each<[string, Partial<Books>, string, Record<string, number>]>([
  ['everything sold and nobody too many', {}, 'EXACT', { oversold: 0, undersold: 0, drift: 0 }],
  ['stock below zero', { sold: 137, remaining: -37 }, 'OVERSOLD', { oversold: 37 }],
  [
    'orders beyond the stock while the stock row looks right',
    { sold: 137, remaining: 0 },
    'OVERSOLD',
    { oversold: 37 },
  ],
  ['one order twice', { duplicates: 1 }, 'DUPLICATE', {}],
  ['one unit in no account', { sold: 99 }, 'UNDERSOLD', { undersold: 1 }],
  [
    'buyers refused with units left',
    { sold: 60, remaining: 40, redisRemaining: 40 },
    'UNDERSOLD',
    { undersold: 40 },
  ],
  [
    'a refusal of three with one unit left',
    { sold: 99, remaining: 1, redisRemaining: 1, smallestRefusal: 3 },
    'EXACT',
    { undersold: 0 },
  ],
  [
    'a refusal of all that is left',
    { sold: 99, remaining: 1, redisRemaining: 1 },
    'UNDERSOLD',
    { undersold: 1 },
  ],
  ['Redis off by one', { redisRemaining: 1 }, 'DRIFT', { drift: 1 }],
  [
    'a stock row that is too high, and Redis with it',
    { remaining: 1, redisRemaining: 1, smallestRefusal: 3 },
    'DRIFT',
    { drift: 2 },
  ],
  [
    'a stock row that is too high, where Redis is right',
    { sold: 40, remaining: 99, redisRemaining: 60, smallestRefusal: null },
    'DRIFT',
    { drift: 39 },
  ],
  ['Redis without a gate', { redisRemaining: null }, 'EXACT', { drift: 0 }],
  [
    'a gate that has promised the last unit',
    { sold: 99, remaining: 1, redisPending: 1, smallestRefusal: 3 },
    'EXACT',
    { drift: 0 },
  ],
  [
    'a gate that has not heard how the last purchase ended',
    { redisRemaining: 0, redisPending: 1 },
    'INCONCLUSIVE',
    { drift: 0 },
  ],
  [
    'a gate that is off by more than it has promised',
    { redisRemaining: 1, redisPending: 1 },
    'DRIFT',
    { drift: 2 },
  ],
  [
    'a gate that is off while purchases are under way',
    { redisRemaining: 1, inFlight: 2 },
    'INCONCLUSIVE',
    { drift: 0 },
  ],
  [
    'buyers who were refused units that are promised',
    { sold: 90, remaining: 10, redisRemaining: 0, redisPending: 10 },
    'INCONCLUSIVE',
    { undersold: 0 },
  ],
  [
    'a row that forgot an order, while others are under way',
    { remaining: 1, smallestRefusal: null, inFlight: 2 },
    'DRIFT',
    {},
  ],
  ['an unknown end', { unknown: 1 }, 'INCONCLUSIVE', {}],
  ['a replica that did not answer', { silent: 1 }, 'INCONCLUSIVE', {}],
  ['an oversell beside a silent replica', { sold: 101, silent: 1 }, 'OVERSOLD', { oversold: 1 }],
  ['a generator that could not keep up', { saturated: true }, 'INCONCLUSIVE', {}],
  [
    'an oversell that a saturated generator found',
    { sold: 101, remaining: -1, saturated: true },
    'OVERSOLD',
    { oversold: 1 },
  ],
  [
    'nothing sold, nobody refused',
    { sold: 0, remaining: 100, redisRemaining: 100, smallestRefusal: null },
    'INCONCLUSIVE',
    {},
  ],
  [
    'nothing sold, everybody refused',
    { sold: 0, remaining: 100, redisRemaining: 100 },
    'UNDERSOLD',
    { undersold: 100 },
  ],
  [
    'less demand than stock',
    { sold: 5, remaining: 95, redisRemaining: 95, smallestRefusal: null },
    'EXACT',
    {},
  ],
])('%s', (_what, change, verdict, units) => {
  expect(judge({ ...SOLD_OUT, ...change })).toMatchObject({ verdict, ...units });
});

test('a run that sold nothing of what there was is never EXACT, whatever else the books say', () => {
  const few = fc.integer({ min: 0, max: 5 });
  const books = fc.record({
    stock: fc.integer({ min: 1, max: 5 }),
    remaining: fc.integer({ min: -5, max: 5 }),
    held: fc.constant(0),
    pooled: few,
    sold: fc.constant(0),
    duplicates: few,
    returned: few,
    redisRemaining: fc.option(few),
    redisPending: few,
    smallestRefusal: fc.option(fc.integer({ min: 1, max: 5 })),
    unknown: few,
    inFlight: few,
    silent: few,
    saturated: fc.boolean(),
  });
  fc.assert(fc.property(books, (found) => judge(found).verdict !== 'EXACT'));
});

test('the words for a drift name the store that is wrong, and what mends it', () => {
  const wordsOf = (change: Partial<Books>): string =>
    judge({ ...SOLD_OUT, sold: 40, remaining: 60, redisRemaining: 60, smallestRefusal: null, ...change })
      .explanation;
  expect(wordsOf({ remaining: 99 })).toBe(
    'The orders are right and 60 units should be left, but the stock row says 99: it forgot 39 units sold. A reset starts anew.',
  );
  expect(wordsOf({ remaining: 99, redisRemaining: 70 })).toContain(
    '39 units sold, and Redis says 70. A reset',
  );
  expect(wordsOf({ redisRemaining: 57, redisPending: 1 })).toBe(
    'The orders and the stock row are right and 60 units should be left, but Redis says 57 and has promised 1. Redis is rebuilt within 15 seconds, or by Sync at once.',
  );
});

/** Each beside all that come after it: it is what the verdict is about. */
const FROM_WORST: [Partial<Books>, RegExp][] = [
  [{ sold: 101 }, /more than there were/],
  [{ duplicates: 1 }, /had that purchase already/],
  [{ remaining: 5 }, /were told sold out/],
  [{ redisRemaining: 3 }, /Redis says 3/],
  [{ redisPending: 1 }, /has not heard how they ended/],
  [{ unknown: 1 }, /^1 purchase has an unknown end: ask again with its key/],
  [{ silent: 1 }, /could not be asked/],
  [{ saturated: true }, /could not keep up/],
];

test('of two things that are wrong the verdict names the worse', () => {
  for (const [rank, [worse, words]] of FROM_WORST.entries())
    for (const [milder] of FROM_WORST.slice(rank)) {
      const { verdict, explanation } = judge({ ...SOLD_OUT, ...worse, ...milder });
      expect(explanation).toMatch(words);
      expect(verdict).toBe(judge({ ...SOLD_OUT, ...worse }).verdict);
    }
  const unsold = { sold: 0, remaining: 100, redisRemaining: 100, smallestRefusal: null };
  expect(judge({ ...SOLD_OUT, ...unsold, saturated: true }).explanation).toMatch(/could not keep up/);
});

test('large numbers are set apart as everywhere else', () => {
  const large = { stock: 10_000, sold: 12_345, remaining: -2345, redisRemaining: null };
  expect(judge({ ...SOLD_OUT, ...large }).explanation).toBe(
    '12,345 units sold of 10,000: 2,345 more than there were, and the stock row stands at −2,345.',
  );
});

test('units that are missing are not said to be unsold, nor the other way round', () => {
  const wordsOf = (change: Partial<Books>): string => judge({ ...SOLD_OUT, ...change }).explanation;
  const missing = '10 units of 100 went missing: not sold, not held and not left.';
  const refused = 'Buyers were told sold out while 5 units of 100 stayed unsold';
  expect(wordsOf({ sold: 90, smallestRefusal: null })).toBe(missing);
  expect(wordsOf({ sold: 95, remaining: 5, redisRemaining: 5 })).toBe(`${refused}.`);
  expect(wordsOf({ sold: 85, remaining: 5, redisRemaining: 5 })).toBe(`${refused}, and ${missing}`);
});

test('one purchase is told as one', () => {
  const wordsOf = (change: Partial<Books>): string => judge({ ...SOLD_OUT, ...change }).explanation;
  expect(wordsOf({ inFlight: 1 })).toBe('1 purchase is still under way: audit again in a moment.');
  expect(wordsOf({ inFlight: 2 })).toMatch(/^2 purchases are still/);
  expect(wordsOf({ unknown: 1 })).toMatch(/^1 purchase has an unknown end: ask again with its key,/);
});
