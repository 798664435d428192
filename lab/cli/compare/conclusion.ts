import { hasInterval, type Ranking, type StrategyResult, worstVerdict } from '../../../sdk/index.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';

/** The exit code of a comparison. The safe strategies decide: the others are there to go wrong. */
export function comparisonExitCode({ safe, unsafe }: Ranking): number {
  if (safe.length > 0) return exitCodeOf(worstVerdict(safe.map(({ verdict }) => verdict)));
  // Without a safe one nothing was promised; but a run has to have happened.
  return unsafe.every(({ verdict }) => verdict === 'INCONCLUSIVE') ? EXIT.inconclusive : EXIT.exact;
}

/** What a reader should know before believing the figures. */
export function warningsOf({ safe, unsafe }: Ranking): string[] {
  return [...[...safe, ...unsafe].flatMap(voidWords), ...singleWords(safe), ...unsafe.flatMap(tameWords)];
}

function voidWords({ strategy, rounds }: StrategyResult): string[] {
  const numbers = rounds.filter(({ isVoid }) => isVoid).map(({ round }) => round);
  if (numbers.length === 0) return [];
  const which = `round${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
  return [
    `${strategy}: ${which} of ${rounds.length} void, the generator was the limit or the run broke off.`,
  ];
}

/** Speed is what is ranked, and of the safe ones alone: one of them has nobody to differ from. */
function singleWords(safe: Ranking['safe']): string[] {
  const ranked = safe.filter(({ rank }) => rank !== null);
  const single = ranked.filter((result) => !hasInterval(result)).map(({ strategy }) => strategy);
  if (ranked.length < 2 || single.length === 0) return [];
  const who = single.length === ranked.length ? '' : ` of ${single.join(', ')}`;
  return [`one round${who} can't tell a difference in speed: run several, with --rounds 3 or more.`];
}

function tameWords({ strategy, verdict }: StrategyResult): string[] {
  if (verdict === 'OVERSOLD') return [];
  return [
    `${strategy} is unsafe and did not oversell this time (${verdict}): try more --concurrency or a wider --race-window.`,
  ];
}
