import { expect, test } from 'vitest';
import { checkText } from './text.ts';

test.each([
  'Phone',
  'größer, 手机, הטלפון, دستگاه',
  '1',
  '!',
  '📱',
  '👩‍💻 and 👨‍👩‍👧',
  '❤️‍🔥',
  // Persian and Hindi are written with the two joiners.
  'می\u200Cخواهم',
  'क्\u200Dष',
  'two\nlines\tand a tab',
])('%j is a name', (text) => {
  expect(() => checkText('name', text, 200)).not.toThrow();
});

test.each([
  '',
  '  \n',
  '\u200B\u200B',
  'pho\u200Bne',
  'ab\u202Ecd',
  '\u2066ab\u2069',
  '\u200Eab',
  'soft\u00ADhyphen',
  '\uFEFFab',
  '\u200Dab',
  'ab\u200C',
  'a \u200D b',
  'a\u200D\u200Db',
  '\u3164',
  '\u115F\u1160',
  '\u2800\u2800',
  '\uFE0F',
  '\u0301',
  'a\u0000b',
  'a\u2028b',
  'half \uD800',
])('%j is none', (text) => {
  expect(() => checkText('name', text, 200)).toThrow(
    'name must be 1 to 200 characters, none of them invisible.',
  );
});

test('a name is no longer than it may be', () => {
  expect(() => checkText('name', 'a'.repeat(200), 200)).not.toThrow();
  expect(() => checkText('name', 'a'.repeat(201), 200)).toThrow('name must be 1 to 200 characters');
});
