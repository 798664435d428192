import { expect, test } from 'vitest';
import { tell } from './tell.ts';
import { fit } from './text-room.ts';
import { deed, timeWords } from './words.ts';

test('in a story the buyers and what was not done are strong', () => {
  const story =
    'A, buyer-1, and B, buyer-2, both read a stock of 1, and both checks passed. A committed at 2.0 ms. At 3.0 ms B subtracted again, without looking again, and the stock became −1.';
  const strong = tell(story).filter((piece) => piece.strong);
  expect(strong.map(({ text }) => text)).toEqual(['A, buyer-1', 'B, buyer-2', 'without looking again']);
  expect(
    tell(story)
      .map(({ text }) => text)
      .join(''),
  ).toBe(story);
});

test('a deed is named without its number', () => {
  expect(deed('subtracts 1')).toBe('subtracts, commits');
  expect(deed('writes back −12')).toBe('writes back, commits');
});

test('moments of a short story are told with more digits', () => {
  expect(timeWords(2.71812, { endMs: 5 })).toBe('2.72 ms');
  expect(timeWords(2.71812, { endMs: 50 })).toBe('2.7 ms');
});

test('of a name without room the end is kept', () => {
  expect(fit('buyer-0412', 96, 12)).toBe('buyer-0412');
  expect(fit('a-very-long-name-0412', 80, 12)).toMatch(/^….*0412$/);
});
