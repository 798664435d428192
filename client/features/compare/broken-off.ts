import { recall, remember } from '../../lib/session.ts';

const keyOf = (saleId: string): string => `flash-sale.rounds.${saleId}`;

/** Notes how far a comparison has come, until `forgetRounds`: a page that is left has no time to say it. Runs count from 1. */
export function noteRounds(saleId: string, at: { readonly run: number; readonly runs: number }): void {
  remember(keyOf(saleId), `${at.run} ${at.runs}`);
}

/** Nothing is left to say: it has come to its end, or was stopped by who saw it. */
export function forgetRounds(saleId: string): void {
  remember(keyOf(saleId), null);
}

/** What became of a comparison whose page was left; null where none was. */
export function brokenOffWords(saleId: string): string | null {
  const found = /^(\d+) (\d+)$/.exec(recall(keyOf(saleId)) ?? '');
  if (found === null) return null;
  const [, run, runs] = found;
  return `The last comparison was broken off in run ${run} of ${runs}, when its page was left.`;
}
