import { randomUUID } from 'node:crypto';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Topics } from '../realtime/topics.ts';
import { byDeadline } from '../domain/deadline.ts';

/** A replica that is frozen, or was cut off without Redis noticing, keeps nobody waiting for longer. */
const ANSWER_MAX_MS = 500;
const LIVES_EVERY_MS = 2_000;
/** Three times unheard, and a replica is not waited for any more. */
const UNHEARD_MAX_MS = 7_000;

/** How it stands with the purchases of all replicas. */
export interface Stillness {
  /** Purchases of the sale that have not ended, on those who answered. */
  readonly inFlight: number;
  /** Replicas that did not answer in time. */
  readonly silent: number;
}

/** Rest among all replicas of one pair of stores: books that are read before it are read too early. */
export interface Quiet extends Disposable {
  /**
   * Resolves when nobody has anything left to do for purchases that were answered, of whichever sale, or does not say so in
   * time. Counts what is in flight on one sale, or on all.
   */
  settle(saleId?: string): Promise<Stillness>;
}

/** This replica: what it has left to do, and its purchases that have not ended. */
export interface QuietReplica {
  readonly replicaId: string;
  own(): Promise<void>;
  inFlight(saleId?: string): number;
}

/** Asks the others, answers them, and says that it lives. */
export function createQuiet(pubSub: PubSub, { replicaId, own, inFlight }: QuietReplica): Quiet {
  const asked = new Map<string, (inFlight: number) => void>();
  const answer = async ({ ask, saleId }: Topics['quietAsked']): Promise<void> => {
    await own();
    pubSub.publish('quietAnswered', { ask, inFlight: inFlight(saleId) });
  };
  const others = createOthers(pubSub, replicaId);
  const unlisten = [
    pubSub.listen('quietAsked', (message) => void answer(message).catch(() => undefined)),
    pubSub.listen('quietAnswered', (message) => asked.get(message.ask)?.(message.inFlight)),
  ];

  /** Redis tells how many heard the question; answers may come before it does. */
  async function askOthers(saleId: string | undefined): Promise<Stillness> {
    const ask = randomUUID();
    const answers: number[] = [];
    let expected = Infinity;
    const all = new Promise<void>((resolve) => {
      const look = (): void => void (answers.length >= expected && resolve());
      asked.set(ask, (inFlight) => {
        answers.push(inFlight);
        look();
      });
      void pubSub.reach('quietAsked', { ask, ...(saleId !== undefined && { saleId }) }).then((heardBy) => {
        // Redis may count connections that are long dead, and who is no replica; and while it is away it counts nobody.
        expected = Math.min(heardBy ?? Infinity, others.count());
        look();
      });
    });
    await byDeadline<void>(all, undefined, ANSWER_MAX_MS);
    asked.delete(ask);
    const known = Number.isFinite(expected) ? expected : others.count();
    return {
      inFlight: answers.reduce((sum, each) => sum + each, 0),
      silent: Math.max(0, known - answers.length),
    };
  }

  return {
    async settle(saleId) {
      const [there] = await Promise.all([askOthers(saleId), own()]);
      return { ...there, inFlight: there.inFlight + inFlight(saleId) };
    },
    [Symbol.dispose]() {
      for (const stop of unlisten) stop();
      others[Symbol.dispose]();
    },
  };
}

/** The other replicas that were heard of lately. */
interface Others extends Disposable {
  count(): number;
}

function createOthers(pubSub: PubSub, replicaId: string): Others {
  const heardAt = new Map<string, number>();
  const live = (): void => pubSub.publish('replicaLives', { replicaId });
  const unlisten = [
    pubSub.listen('replicaLives', ({ replicaId: other }) => {
      if (other === replicaId) return;
      const isNew = !heardAt.has(other);
      heardAt.set(other, performance.now());
      // Who is new has not heard of this one either.
      if (isNew) live();
    }),
    pubSub.listen('replicaGone', ({ replicaId: other }) => void heardAt.delete(other)),
  ];
  const timer = setInterval(live, LIVES_EVERY_MS);
  live();
  return {
    count() {
      for (const [other, at] of heardAt) if (performance.now() - at > UNHEARD_MAX_MS) heardAt.delete(other);
      return heardAt.size;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const stop of unlisten) stop();
      pubSub.publish('replicaGone', { replicaId });
    },
  };
}
