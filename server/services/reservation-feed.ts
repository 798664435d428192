import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Caller } from './identity.ts';
import type { ReservationState, Reservations } from './reservations.ts';

/** An end that no message told of is noticed after so long. */
const LOOK_EVERY_MS = 1_000;

/** Purchases on their way to an end, for whoever waits for it. */
export interface ReservationFeed extends Disposable {
  /** How it stands, at once, then its end; over after that. Throws a Problem as `find` does. */
  follow(id: string, caller: Caller): Promise<AsyncIterableIterator<ReservationState>>;
}

/** One listener for all who wait: an end looks for its own followers, not every follower at every end. */
export function createReservationFeed(reservations: Reservations, pubSub: PubSub): ReservationFeed {
  const followers = new Map<string, Set<() => void>>();
  const unlisten = pubSub.listen('reservationsEnded', ({ reservationIds }) => {
    for (const id of reservationIds) for (const look of followers.get(id) ?? []) look();
  });

  /** Calls `look` at every hint, and once a second. Returns how to leave. */
  function watch(id: string, look: () => void): () => void {
    const timer = setInterval(look, LOOK_EVERY_MS);
    const others = followers.get(id) ?? new Set();
    followers.set(id, others.add(look));
    return () => {
      clearInterval(timer);
      others.delete(look);
      if (others.size === 0) followers.delete(id);
    };
  }

  return {
    async follow(id, caller) {
      const first = await reservations.find(id, caller);
      return new Repeater<ReservationState>(async (push, stop) => {
        void push(first);
        if (hasEnded(first)) return stop();
        let seen = first.record;
        // A look that fails ends the feed: what was known of it is kept here, so that it can't have become unknown.
        const look = oneAtATime(async () => {
          const state = await reservations.find(id, caller, seen);
          seen = state.record ?? seen;
          if (!hasEnded(state)) return;
          void push(state);
          stop();
        }, stop);
        const leave = watch(id, look);
        // What has ended between the first look and now was told to nobody here.
        look();
        await stop;
        leave();
      }, new SlidingBuffer(2));
    },
    [Symbol.dispose]: unlisten,
  };
}

function hasEnded({ answer }: ReservationState): boolean {
  return answer.kind !== 'pending' && answer.kind !== 'inProgress';
}
