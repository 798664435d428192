import { withOwnBooks } from '../../../lab/report/comparison/own-books.ts';
import { count } from '../../lib/format.ts';
import type { PurchaseStrategy, Run, StrategyInfo, Verdict } from '../../lib/model.ts';

/** What a strategy did last: its verdict, and the figure beside it. */
export interface Score {
  readonly verdict: Verdict;
  readonly words: string;
}

/** A strategy on the scoreboard; null where it has no score yet. */
export interface Scored {
  readonly info: StrategyInfo;
  readonly score: Score | null;
}

/** Strategies of one kind. */
export interface StrategyGroup {
  readonly title: string;
  readonly members: readonly Scored[];
}

const KINDS = [
  { title: 'Unsafe on purpose', has: (info: StrategyInfo) => !info.safe },
  { title: 'Postgres', has: (info: StrategyInfo) => info.safe && !info.usesRedis },
  { title: 'Redis, then Postgres', has: (info: StrategyInfo) => info.safe && info.usesRedis },
] as const;

/** Strategies by kind, in the server's order, each with the last run that has a verdict of its own. `runs` are newest first. */
export function groupStrategies(
  strategies: readonly StrategyInfo[],
  runs: readonly Run[],
): readonly StrategyGroup[] {
  const own = withOwnBooks(runs);
  return groupByKind(strategies, ({ strategy }) => lastScore(strategy, own));
}

/** Strategies by kind, in the server's order, each with the score that it is given. */
export function groupByKind(
  strategies: readonly StrategyInfo[],
  scoreOf: (info: StrategyInfo) => Score | null,
): readonly StrategyGroup[] {
  return KINDS.map(({ title, has }) => ({
    title,
    members: strategies.filter(has).map((info) => ({ info, score: scoreOf(info) })),
  })).filter(({ members }) => members.length > 0);
}

function lastScore(strategy: PurchaseStrategy, runs: readonly Run[]): Score | null {
  const last = runs.find((run) => run.strategy === strategy && run.audit !== null);
  return last?.audit ? { verdict: last.audit.verdict, words: count(last.ordersPerSecond) } : null;
}
