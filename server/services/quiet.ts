import { randomUUID } from 'node:crypto';
import type { PubSub } from '../realtime/pub-sub.ts';
import { byDeadline } from '../domain/deadline.ts';

/** A replica that is frozen, or was cut off without Redis noticing, keeps nobody waiting for longer. */
const ANSWER_MAX_MS = 500;

/** How it stands with the purchases of all replicas. */
export interface Stillness {
  /** Purchases that have not ended, on those who answered. */
  readonly inFlight: number;
  /** Replicas that did not answer in time. */
  readonly silent: number;
}

/** Rest among all replicas of one pair of stores: books that are read before it are read too early. */
export interface Quiet extends Disposable {
  /** Resolves when nobody has anything left to do for purchases that were answered, or does not say so in time. */
  settle(): Promise<Stillness>;
}

/** `own` is what this replica has left to do; `inFlight` are its purchases that have not ended. */
export function createQuiet(
  pubSub: PubSub,
  { own, inFlight }: { own: () => Promise<void>; inFlight: () => number },
): Quiet {
  const asked = new Map<string, (inFlight: number) => void>();
  const answer = async (ask: string): Promise<void> => {
    await own();
    pubSub.publish('quietAnswered', { ask, inFlight: inFlight() });
  };
  const unlisten = [
    pubSub.listen('quietAsked', ({ ask }) => void answer(ask).catch(() => undefined)),
    pubSub.listen('quietAnswered', (message) => asked.get(message.ask)?.(message.inFlight)),
  ];

  /** Redis tells how many heard the question; answers may come before it does. */
  async function others(): Promise<Stillness> {
    const ask = randomUUID();
    const answers: number[] = [];
    let expected = Infinity;
    const all = new Promise<void>((resolve) => {
      const look = (): void => void (answers.length >= expected && resolve());
      asked.set(ask, (inFlight) => {
        answers.push(inFlight);
        look();
      });
      void pubSub.reach('quietAsked', { ask }).then((heardBy) => {
        // Nobody knows how many there are: whoever answers in time is heard, and one is missed in any case.
        if (heardBy !== null) expected = heardBy;
        look();
      });
    });
    await byDeadline<void>(all, undefined, ANSWER_MAX_MS);
    asked.delete(ask);
    const known = Number.isFinite(expected) ? expected : answers.length + 1;
    return {
      inFlight: answers.reduce((sum, each) => sum + each, 0),
      silent: Math.max(0, known - answers.length),
    };
  }

  return {
    async settle() {
      const [there] = await Promise.all([others(), own()]);
      return { ...there, inFlight: there.inFlight + inFlight() };
    },
    [Symbol.dispose]() {
      for (const stop of unlisten) stop();
    },
  };
}
