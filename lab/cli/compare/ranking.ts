import { EXIT, exitCodeOf, worstOf } from '../exit-code.ts';
import type { StrategyResult } from './result.ts';
import { overlap } from './statistics.ts';

/** A safe strategy at its place. */
export interface Ranked extends StrategyResult {
  /** From 1, the fastest; null for one that was not EXACT or has no figures. */
  readonly rank: number | null;
  /** Its interval overlaps that of the one above: there is no significant difference. */
  readonly sameAsAbove: boolean;
}

/** What a comparison comes to. */
export interface Ranking {
  /** By durable orders per second; what can't be ranked comes last. */
  readonly safe: readonly Ranked[];
  /** In the order they were given. */
  readonly unsafe: readonly StrategyResult[];
  /** What a reader should know before believing the figures. */
  readonly warnings: readonly string[];
  readonly exitCode: number;
}

/** Ranks strategies. The safe ones decide about the exit code: the others are there to go wrong. */
export function rank(results: readonly StrategyResult[]): Ranking {
  const safe = results.filter((result) => result.safe);
  const unsafe = results.filter((result) => !result.safe);
  const fast = safe
    .filter(canRank)
    .toSorted((a, b) => (b.ordersPerSecond?.median ?? 0) - (a.ordersPerSecond?.median ?? 0));
  const ranked = fast.map((result, at): Ranked => ({
    ...result,
    rank: at + 1,
    sameAsAbove: isSame(result, fast[at - 1]),
  }));
  const rest = safe.filter((result) => !canRank(result));
  return {
    safe: [...ranked, ...rest.map((result): Ranked => ({ ...result, rank: null, sameAsAbove: false }))],
    unsafe,
    warnings: [...results.flatMap(voidWords), ...unsafe.flatMap(tameWords)],
    exitCode: safe.length > 0 ? exitCodeOf(worstOf(safe.map(({ verdict }) => verdict))) : unsafeCode(unsafe),
  };
}

const canRank = ({ verdict, ordersPerSecond }: StrategyResult): boolean =>
  verdict === 'EXACT' && ordersPerSecond !== null;

function isSame({ ordersPerSecond: mine }: StrategyResult, above: StrategyResult | undefined): boolean {
  const theirs = above?.ordersPerSecond ?? null;
  return mine !== null && theirs !== null && overlap(mine, theirs);
}

/** Without a safe one nothing was promised; but a run has to have happened. */
const unsafeCode = (unsafe: readonly StrategyResult[]): number =>
  unsafe.every(({ verdict }) => verdict === 'INCONCLUSIVE') ? EXIT.inconclusive : EXIT.exact;

function voidWords({ strategy, rounds }: StrategyResult): string[] {
  const numbers = rounds.filter(({ isVoid }) => isVoid).map(({ round }) => round);
  if (numbers.length === 0) return [];
  const which = `round${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
  return [
    `${strategy}: ${which} of ${rounds.length} void, the generator was the limit or the run broke off.`,
  ];
}

function tameWords({ strategy, verdict }: StrategyResult): string[] {
  if (verdict === 'OVERSOLD') return [];
  return [
    `${strategy} is unsafe and did not oversell this time (${verdict}): try more --concurrency or a wider --race-window.`,
  ];
}
