import { expect, test } from 'vitest';
import { spanSentence } from './span-sentence.ts';

test('the largest span is named in words', () => {
  expect(spanSentence([{ span: 'lock', share: 0.61 }])).toBe(
    'A purchase spent 61 % of its time in line for a lock that others held.',
  );
  expect(spanSentence([{ span: 'redis', share: 0.5 }])).toBe(
    'A purchase spent 50 % of its time on round trips to Redis.',
  );
  expect(spanSentence([])).toBe('');
});
