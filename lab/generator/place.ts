import type { Dispatcher } from 'undici';
import { createExchange } from './exchange.ts';
import { answerOf, outcomeOfError, reservationIdOf, type Outcome } from './outcome.ts';
import { orderBodyOf } from './request-body.ts';

/** The end of one purchase. Times are milliseconds on the clock of `performance.now()`. */
export interface PurchaseEnd {
  readonly outcome: Outcome;
  /** When it should have begun. */
  readonly dueAt: number;
  /** When the request was first written to the connection; null if it never was. */
  readonly sentAt: number | null;
  /** When the whole answer was there, of a reservation its end, or it was clear that none would come. */
  readonly endedAt: number;
  /** Whether there was an HTTP answer at all. */
  readonly answered: boolean;
}

/** What a place stands on, and whom it tells. */
export interface PlaceOptions {
  /** The connection of this place. */
  readonly client: Dispatcher;
  readonly path: string;
  onEnd(end: PurchaseEnd): void;
  /** The purchase has ended, and the next may begin. Called after `onEnd`. */
  onFree(place: Place, at: number): void;
}

/** One connection and one purchase at a time. */
export interface Place {
  /** Makes a purchase that was due at `dueAt`. The place has to be free. */
  purchase(body: string, dueAt: number): void;
  /** Gives up a purchase that was written before `sentBefore`; its end is then unknown. */
  giveUp(sentBefore: number): void;
}

/** A buyer who is told to ask again does so with the same key, this often. */
const ASK_AGAIN_MAX = 8;
const ASK_AGAIN_MS = 250;
/** How a reservation stands is asked soon, then less and less often: asking is work for the server that is measured. */
const FOLLOW_FIRST_MS = 10;
const FOLLOW_GROWTH = 1.6;
const FOLLOW_MAX_MS = 250;

/** Before the `asked`th question about a reservation, counted from 0. Jitter keeps buyers from asking in step. */
const followPauseMs = (asked: number): number =>
  Math.min(FOLLOW_MAX_MS, FOLLOW_FIRST_MS * FOLLOW_GROWTH ** asked) * (0.5 + Math.random() / 2);

/** A place that is free. */
export function createPlace({ client, path, onEnd, onFree }: PlaceOptions): Place {
  let dueAt = 0;
  let sentAt: number | null = null;
  let asked = '';
  let askedAgain = 0;
  /** The purchase is reserved, and what is asked is how it has ended. */
  let isFollowing = false;
  let isLate = false;
  let pause: NodeJS.Timeout | undefined;

  const end = (outcome: Outcome, answered: boolean): number => {
    const endedAt = performance.now();
    onEnd({ outcome, dueAt, sentAt, endedAt, answered });
    sentAt = null;
    return endedAt;
  };
  const askAgain = (afterMs: number): void => {
    askedAgain += 1;
    pause = setTimeout(() => {
      pause = undefined;
      exchange.send(asked);
    }, afterMs);
  };
  const follow = (reservationId: string): void => {
    isFollowing = true;
    asked = orderBodyOf(reservationId);
    askedAgain = 0;
    askAgain(followPauseMs(0));
  };

  const exchange = createExchange({
    client,
    path,
    onSent() {
      // A purchase asked again is still the same purchase: its latency runs from the first time.
      sentAt ??= performance.now();
    },
    onAnswer(status, body) {
      const answer = answerOf(status, body);
      const reservationId = answer === 'pending' && !isFollowing ? reservationIdOf(body) : null;
      if (isLate) onFree(place, end(endOf(answer, isFollowing), true));
      else if (reservationId !== null) follow(reservationId);
      else if (isFollowing && endOf(answer, true) === 'unknown') askAgain(followPauseMs(askedAgain));
      else if (answer === 'unknown' && askedAgain < ASK_AGAIN_MAX) askAgain(ASK_AGAIN_MS);
      else onFree(place, end(endOf(answer, isFollowing), true));
    },
    onError(error) {
      // The reservation stands whatever became of the question.
      if (isFollowing && !isLate) return askAgain(followPauseMs(askedAgain));
      const endedAt = end(isFollowing ? 'unknown' : outcomeOfError(error, sentAt !== null), isFollowing);
      // An error can be reported from within `send`: going on in the same call would grow the stack.
      setImmediate(onFree, place, endedAt);
    },
  });

  const place: Place = {
    purchase(body, due) {
      dueAt = due;
      sentAt = null;
      asked = body;
      askedAgain = 0;
      isFollowing = false;
      isLate = false;
      exchange.send(body);
    },
    giveUp(sentBefore) {
      if (sentAt === null || sentAt >= sentBefore) return;
      isLate = true;
      // Asked every time: a question may only now be on its way, over a new connection.
      if (pause === undefined) return exchange.abort();
      clearTimeout(pause);
      pause = undefined;
      onFree(place, end('unknown', true));
    },
  };
  return place;
}

/** What an answer means for the purchase. That a question about a reservation failed says nothing of how it ends. */
function endOf(answer: ReturnType<typeof answerOf>, isFollowing: boolean): Outcome {
  if (answer === 'pending' || (isFollowing && answer === 'failed')) return 'unknown';
  return answer;
}
