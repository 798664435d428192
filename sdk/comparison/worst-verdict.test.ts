import { expect, test } from 'vitest';
import { worstVerdict } from './worst-verdict.ts';

const FROM_BEST_TO_WORST = ['EXACT', 'INCONCLUSIVE', 'DRIFT', 'UNDERSOLD', 'DUPLICATE', 'OVERSOLD'] as const;

test('of two verdicts the worse one counts, whichever comes first: what is certain and wrong outweighs what is not known', () => {
  for (const [rank, worse] of FROM_BEST_TO_WORST.entries())
    for (const better of FROM_BEST_TO_WORST.slice(0, rank + 1)) {
      expect(worstVerdict([better, worse])).toBe(worse);
      expect(worstVerdict([worse, better, better])).toBe(worse);
    }
});

test('no verdict at all is inconclusive', () => {
  expect(worstVerdict([])).toBe('INCONCLUSIVE');
});
