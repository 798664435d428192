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
  ['Redis off by one', { redisRemaining: 1 }, 'DRIFT', { drift: 1 }],
  [
    'a stock row that is too high',
    { remaining: 1, redisRemaining: 1, smallestRefusal: 3 },
    'DRIFT',
    { drift: 1 },
  ],
  ['Redis without a gate', { redisRemaining: null }, 'EXACT', { drift: 0 }],
  [
    'a gate that has promised the last unit',
    { sold: 99, remaining: 1, redisPending: 1, smallestRefusal: 3 },
    'EXACT',
    { drift: 0 },
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
    silent: few,
    saturated: fc.boolean(),
  });
  fc.assert(fc.property(books, (found) => judge(found).verdict !== 'EXACT'));
});
