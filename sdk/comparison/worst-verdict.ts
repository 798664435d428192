import type { Verdict } from '../../schema/generated/enums.ts';

/** From the best to the worst: what is certain and wrong outweighs what can't be told. */
const BADNESS = [
  'EXACT',
  'INCONCLUSIVE',
  'DRIFT',
  'UNDERSOLD',
  'DUPLICATE',
  'OVERSOLD',
] as const satisfies readonly Verdict[];

/** The worst of some verdicts; INCONCLUSIVE of none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  const worst = Math.max(...verdicts.map((verdict) => BADNESS.indexOf(verdict)));
  return BADNESS[worst] ?? 'INCONCLUSIVE';
}
