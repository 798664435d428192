import { expect, test } from 'vitest';
import { shownWords } from './words.ts';

test('short words are shown as they are', () => {
  const words = 'Cannot query field "nothing" on type "Query". Did you mean "a \\" b"?';
  expect(shownWords(words)).toBe(words);
});

test('what a long text says is cut, and what stands behind it stays', () => {
  const words = shownWords(
    `Variable "$n" got invalid value "${'x\\"'.repeat(900)}"; Int cannot represent it`,
  );
  expect(words).toMatch(/^Variable "\$n" got invalid value "x.{98}\.\.\."; Int cannot represent it$/);
});

test('all words together are at most a thousand', () => {
  expect(shownWords('word '.repeat(900)).length).toBe(1_003);
});

test.each(['x', '"', '\\"', `"${'x'.repeat(99)}`, '\\'])(
  'a hundred thousand times %o is read in no time',
  (part) => {
    const begunAt = performance.now();
    shownWords(`"${part.repeat(100_000)}`);
    shownWords(part.repeat(100_000));
    expect(performance.now() - begunAt).toBeLessThan(2_000);
  },
);
