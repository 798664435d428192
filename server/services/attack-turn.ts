import type { DataSource } from 'typeorm';
import type { Attack } from '../domain/attack.ts';
import { takeTurn } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { hasEnded } from './attack-board.ts';

/** The end of another attack that no message told of is noticed after so long. */
const LOOK_EVERY_MS = 500;

/** A place in the line of all attacks, whichever replica runs them. */
export interface AttackTurn {
  /** Resolves with true when the attack may begin, and with false when it has ended without one, or was called off. */
  readonly come: Promise<boolean>;
  /** No longer wanted. */
  callOff(): void;
}

/** Waits in line, in the order in which Postgres got to know of the attacks. A Postgres that is away is asked again. */
export function waitForTurn(
  { postgres, pubSub }: { postgres: DataSource; pubSub: PubSub },
  attackId: string,
): AttackTurn {
  let resolve: (taken: boolean) => void = () => undefined;
  const come = new Promise<boolean>((take) => (resolve = take));
  let busy = false;

  async function look(): Promise<void> {
    if (busy) return;
    busy = true;
    const turn = await takeTurn(postgres, attackId).catch(() => 'wait' as const);
    busy = false;
    if (turn !== 'wait') end(turn === 'taken');
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const unlisten = pubSub.listen('attackChanged', ({ attack }) => {
    if (hasEnded((attack as Attack).state)) void look();
  });
  function end(taken: boolean): void {
    clearInterval(timer);
    unlisten();
    resolve(taken);
  }
  void look();
  return { come, callOff: () => end(false) };
}
