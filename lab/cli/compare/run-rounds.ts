import { type Attack, scheduleRounds } from '../../../sdk/index.ts';
import { attackInput, type LoadOptions } from '../attack-options.ts';
import { attackProgress, type Progress } from '../progress.ts';
import { runAttack } from '../run-attack.ts';
import type { Session } from '../session.ts';
import type { KnownStrategy } from '../strategies.ts';

/** What a comparison runs. */
export interface RoundsPlan {
  readonly strategies: readonly KnownStrategy[];
  readonly rounds: number;
  readonly load: LoadOptions;
}

/** Runs all rounds, one attack after the other. Answers with the attacks in the order they ran. */
export async function runRounds(
  session: Session,
  { strategies, rounds, load }: RoundsPlan,
  progress: Progress,
): Promise<Attack[]> {
  const ended: Attack[] = [];
  const runs = scheduleRounds(strategies, rounds);
  for (const [at, { round, contestant }] of runs.entries()) {
    const input = attackInput(load, contestant.strategy);
    const attack = await runAttack(session, input, (state) => {
      const { share, words } = attackProgress(state);
      progress.show({ share: (at + share) / runs.length, words: `round ${round} of ${rounds}, ${words}` });
    });
    ended.push(attack);
  }
  return ended;
}
