import type { Verdict } from '../../sdk/index.ts';

/** What the exit code says. A stopped command ends with 128 and the number of its signal. */
export const EXIT = { exact: 0, wrong: 1, usage: 2, inconclusive: 3 } as const;

/** The same for --help. */
export const EXIT_WORDS = `Exit code: 0 the verdict is EXACT, 1 it is OVERSOLD, UNDERSOLD, DUPLICATE or DRIFT,
2 the command was given wrongly, 3 it is INCONCLUSIVE or nothing could be run.`;

const CODES = {
  EXACT: EXIT.exact,
  OVERSOLD: EXIT.wrong,
  UNDERSOLD: EXIT.wrong,
  DUPLICATE: EXIT.wrong,
  DRIFT: EXIT.wrong,
  INCONCLUSIVE: EXIT.inconclusive,
} as const satisfies Record<Verdict, number>;

/** The exit code that a verdict asks for. */
export const exitCodeOf = (verdict: Verdict): number => CODES[verdict];
