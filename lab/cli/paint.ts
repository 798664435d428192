import type { Verdict } from '../../sdk/index.ts';
import { type Terminal, variable } from './terminal.ts';

const GREEN = '\u001B[32m';
const RED = '\u001B[31m';
const YELLOW = '\u001B[33m';
const PLAIN = '\u001B[39m';

const COLOURS = {
  EXACT: GREEN,
  OVERSOLD: RED,
  UNDERSOLD: RED,
  DUPLICATE: RED,
  DRIFT: RED,
  INCONCLUSIVE: YELLOW,
} as const satisfies Record<Verdict, string>;

/** Puts a verdict into its colour on a terminal; leaves it as it is in a pipe and under NO_COLOR. */
export type Paint = (verdict: Verdict, text: string) => string;

/** The paint for standard output. */
export function createPaint(terminal: Terminal): Paint {
  if (terminal.stdout.isTTY !== true || variable(terminal, 'NO_COLOR') !== undefined)
    return (_, text) => text;
  return (verdict, text) => `${COLOURS[verdict]}${text}${PLAIN}`;
}
