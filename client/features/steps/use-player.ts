import { useCallback, useRef, useState } from 'react';
import type { BuyerName, Session } from './model.ts';

/** Between two steps that are played: long enough to see what each of them did. */
const STEP_EVERY_MS = 700;

/** Plays steps by itself. */
export interface Player {
  readonly playing: boolean;
  /** Goes on from a session, with whoever `next` names, until it names nobody or a step fails. */
  play(this: void, from: Session, next: (session: Session) => BuyerName | null): void;
  stop(this: void): void;
}

/** A player that takes its steps by `step`. */
export function usePlayer(step: (buyer: BuyerName) => Promise<Session | null>): Player {
  const [playing, setPlaying] = useState(false);
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    setPlaying(false);
  }, []);
  const play = useCallback(
    (from: Session, next: (session: Session) => BuyerName | null) => {
      turn.current += 1;
      const mine = turn.current;
      const go = async (session: Session): Promise<void> => {
        const buyer = next(session);
        const after = buyer === null || turn.current !== mine ? null : await step(buyer);
        if (turn.current !== mine) return;
        if (after === null) setPlaying(false);
        else setTimeout(() => void go(after), STEP_EVERY_MS);
      };
      setPlaying(true);
      void go(from);
    },
    [step],
  );
  return { playing, play, stop };
}
