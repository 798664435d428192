import { attackInput, type LoadOptions } from '../attack-options.ts';
import { attackProgress, type Progress } from '../progress.ts';
import { runAttack } from '../run-attack.ts';
import type { Session } from '../session.ts';
import type { KnownStrategy } from '../strategies.ts';
import { type EndedRun, resultOf, type StrategyResult } from './result.ts';
import { schedule } from './schedule.ts';

/** What a comparison runs. */
export interface RoundsPlan {
  readonly strategies: readonly KnownStrategy[];
  readonly rounds: number;
  readonly load: LoadOptions;
}

/** Runs all rounds, one attack after the other, and sums up each strategy, in the order they were given. */
export async function runRounds(
  session: Session,
  { strategies, rounds, load }: RoundsPlan,
  progress: Progress,
): Promise<StrategyResult[]> {
  const ended = new Map<KnownStrategy, EndedRun[]>(strategies.map((strategy) => [strategy, []]));
  const runs = schedule(strategies, rounds);
  for (const [at, { round, contestant }] of runs.entries()) {
    const input = attackInput(load, contestant.strategy);
    const attack = await runAttack(session, input, (state) => {
      const { share, words } = attackProgress(state);
      progress.show({ share: (at + share) / runs.length, words: `round ${round} of ${rounds}, ${words}` });
    });
    ended.get(contestant)?.push({ round, attack });
  }
  return [...ended].map(([strategy, mine]) => resultOf(strategy, mine));
}
