import { setTimeout as wait } from 'node:timers/promises';
import type { Attack } from '../domain/attack.ts';
import { beatAttacks } from '../postgres/repositories/attacks.ts';
import { runAttack } from './attack-run.ts';
import { waitForTurn } from './attack-turn.ts';
import type { AttacksDeps } from './attacks.ts';

const BEAT_EVERY_MS = 2_000;
const GIVE_UP_EVERY_MS = 1_000;
const LOST_END = 'The stores were away when it ended, and its end was lost.';

/** The attacks that this replica runs, or has in the line of all. Disposing it stops them and waits for their ends. */
export interface OwnAttacks extends AsyncDisposable {
  /** Waits for the turn of a queued attack and runs it. Never throws. */
  follow(attack: Attack, actor: string): void;
  isClosing(): boolean;
}

/** None yet. */
export function createOwnAttacks(deps: AttacksDeps): OwnAttacks {
  const { board } = deps;
  /** Each with what ends it early. */
  const under = new Map<string, { stop: () => void; ended: Promise<void> }>();
  const closing = new AbortController();

  async function follow(attack: Attack, actor: string): Promise<void> {
    const turn = waitForTurn(deps, attack.id);
    let stopped = false;
    const callOff = (): void => {
      stopped = true;
      turn.callOff();
    };
    const entry = { stop: callOff, ended: Promise.resolve() };
    entry.ended = turn.come.then(async (taken) => {
      // Others have ended it: they took this replica for dead.
      if (!taken && !stopped) return board.forget(attack.id);
      // It has reset nothing, and another may run on the same sale.
      if (stopped) return void (await board.keep({ ...attack, state: 'STOPPED', finishedAt: new Date() }));
      const run = runAttack(deps, attack, actor);
      entry.stop = run.stop;
      return run.ended;
    });
    under.set(attack.id, entry);
    await entry.ended.catch(() => giveUp(attack.id));
    under.delete(attack.id);
  }

  /** Its end could not be kept, with the stores away. Left RUNNING it would keep all others from their turn. */
  async function giveUp(attackId: string): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        // eslint-disable-next-line no-await-in-loop -- again until Postgres is back
        return await board.fail(attackId, LOST_END);
      } catch {
        // eslint-disable-next-line no-await-in-loop
        await wait(GIVE_UP_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  /** Others hear in Postgres that this replica lives, and it hears there what no message may have told it. */
  async function beat(): Promise<void> {
    const ids = [...under.keys()];
    if (ids.length === 0) return;
    const goOn = await beatAttacks(deps.postgres, ids);
    for (const id of ids) if (!goOn.has(id)) under.get(id)?.stop();
  }
  // One that fails is one that others do not hear; their patience is five.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_EVERY_MS);

  const unlisten = deps.pubSub.listen('attackStopped', ({ attackId }) => under.get(attackId)?.stop());
  return {
    follow: (attack, actor) => void follow(attack, actor),
    isClosing: () => closing.signal.aborted,
    async [Symbol.asyncDispose]() {
      closing.abort();
      const left = [...under.values()];
      for (const { stop } of left) stop();
      await Promise.allSettled(left.map(({ ended }) => ended));
      clearInterval(timer);
      unlisten();
    },
  };
}
