import type { Attack, Verdict } from '../../../sdk/index.ts';
import { worstOf } from '../exit-code.ts';
import type { KnownStrategy } from '../strategies.ts';
import { firstWitness } from '../witnesses.ts';
import { type Interval, intervalOf, median } from './statistics.ts';

/** A run that has ended, however. */
export interface EndedRun {
  readonly round: number;
  readonly attack: Attack;
}

/** One strategy in one round. */
export interface RoundResult {
  readonly round: number;
  readonly attackId: string;
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly sold: number;
  readonly requestsPerSecond: number;
  readonly ordersPerSecond: number;
  /** From when a request was due. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly unknown: number;
  /** Its figures say nothing about the server: the generator was the limit, or the run has no end. */
  readonly isVoid: boolean;
}

/** One strategy over all rounds. */
export interface StrategyResult extends KnownStrategy {
  /** The worst of its rounds; INCONCLUSIVE when all are void. */
  readonly verdict: Verdict;
  /** Of the round with that verdict. */
  readonly explanation: string;
  readonly soldMin: number;
  readonly soldMax: number;
  /** Units beyond the stock in its worst round. */
  readonly oversoldMax: number;
  /** Null when all rounds are void. */
  readonly ordersPerSecond: Interval | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly rounds: readonly RoundResult[];
  /** How one unit came to be sold twice, in words; null where nobody saw it. */
  readonly witness: string | null;
}

/** Sums up the rounds of one strategy. */
export function resultOf(
  { strategy, title, safe }: KnownStrategy,
  runs: readonly EndedRun[],
): StrategyResult {
  const rounds = runs.map(roundResult);
  const telling = rounds.filter(({ isVoid }) => !isVoid);
  const verdict = worstOf(rounds.filter((round) => !isEmpty(round)).map((round) => round.verdict));
  const sold = rounds.map((round) => round.sold);
  const middle = (of: (round: RoundResult) => number): number | null =>
    telling.length === 0 ? null : median(telling.map(of));
  return {
    strategy,
    title,
    safe,
    verdict,
    explanation: rounds.find((round) => round.verdict === verdict)?.explanation ?? 'All rounds are void.',
    soldMin: Math.min(...sold),
    soldMax: Math.max(...sold),
    oversoldMax: Math.max(...runs.map(({ attack }) => attack.audit?.oversold ?? 0)),
    ordersPerSecond: intervalOf(telling.map((round) => round.ordersPerSecond)),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    rounds,
    witness: runs.map(({ attack }) => firstWitness(attack.audit)).find((words) => words !== null) ?? null,
  };
}

/** A void round counts towards the verdict all the same when its books are wrong: that is no matter of load. */
const isEmpty = ({ isVoid, verdict }: RoundResult): boolean => isVoid && verdict === 'INCONCLUSIVE';

function roundResult({ round, attack }: EndedRun): RoundResult {
  const { audit, latencyCorrected: latency } = attack;
  return {
    round,
    attackId: attack.id,
    verdict: audit?.verdict ?? 'INCONCLUSIVE',
    explanation: audit?.explanation ?? attack.error ?? `The attack ended as ${attack.state}.`,
    sold: audit?.sold ?? 0,
    requestsPerSecond: attack.requestsPerSecond,
    ordersPerSecond: attack.ordersPerSecond,
    p50Ms: latency.p50Ms,
    p95Ms: latency.p95Ms,
    p99Ms: latency.p99Ms,
    unknown: attack.unknown,
    isVoid: attack.saturated || audit === null || attack.state !== 'FINISHED',
  };
}
