import { overlap } from './interval.ts';
import {
  type ComparedRun,
  type Contestant,
  hasInterval,
  resultOf,
  type StrategyResult,
} from './strategy-result.ts';

/** A safe strategy at its place. */
export interface Ranked extends StrategyResult {
  /** From 1, the fastest; null for one that was not EXACT or has no figures. */
  readonly rank: number | null;
  /**
   * There is no significant difference from the one above: their intervals overlap, or one of the two has none, for a
   * single round that tells something is no interval.
   */
  readonly sameAsAbove: boolean;
}

/** What a comparison comes to. */
export interface Ranking {
  /** By durable orders per second; what can't be ranked comes last. */
  readonly safe: readonly Ranked[];
  /** In the order they were given: they are there to go wrong. */
  readonly unsafe: readonly StrategyResult[];
}

/**
 * Sums up and ranks strategies by their runs under the same load, given in the order of the rounds. One without a run is
 * left out.
 */
export function rankStrategies(contestants: readonly Contestant[], runs: readonly ComparedRun[]): Ranking {
  const results = contestants.flatMap((contestant) => {
    const mine = runs.filter(({ strategy }) => strategy === contestant.strategy);
    return mine.length === 0 ? [] : [resultOf(contestant, mine)];
  });
  return rank(results);
}

/** Ranks what has been summed up. */
function rank(results: readonly StrategyResult[]): Ranking {
  const safe = results.filter((result) => result.safe);
  const fast = safe
    .filter(canRank)
    .toSorted((a, b) => (b.ordersPerSecond?.median ?? 0) - (a.ordersPerSecond?.median ?? 0));
  const rest = safe.filter((result) => !canRank(result));
  return {
    safe: [
      ...fast.map((result, at): Ranked => {
        return { ...result, rank: at + 1, sameAsAbove: isSame(result, fast[at - 1]) };
      }),
      ...rest.map((result): Ranked => ({ ...result, rank: null, sameAsAbove: false })),
    ],
    unsafe: results.filter((result) => !result.safe),
  };
}

const canRank = ({ verdict, ordersPerSecond }: StrategyResult): boolean =>
  verdict === 'EXACT' && ordersPerSecond !== null;

function isSame(result: StrategyResult, above: StrategyResult | undefined): boolean {
  if (above === undefined) return false;
  const [mine, theirs] = [result.ordersPerSecond, above.ordersPerSecond];
  if (mine === null || theirs === null) return false;
  return !hasInterval(result) || !hasInterval(above) || overlap(mine, theirs);
}
