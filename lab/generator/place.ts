import type { Dispatcher } from 'undici';
import { createExchange } from './exchange.ts';
import { followPauseMs, nextStep, type Progress } from './next-step.ts';
import { outcomeOfError, type Outcome } from './outcome.ts';
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
  /** The order stood before: under the same key somebody had bought it before this run. */
  readonly wasBoughtBefore: boolean;
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

const BEGUN: Progress = { askedAgain: 0, isFollowing: false, isLate: false };

/** A place that is free. */
export function createPlace({ client, path, onEnd, onFree }: PlaceOptions): Place {
  let dueAt = 0;
  let sentAt: number | null = null;
  let asked = '';
  let progress: Progress = BEGUN;
  let pause: NodeJS.Timeout | undefined;

  const end = (outcome: Outcome, answered: boolean, wasBoughtBefore = false): number => {
    const endedAt = performance.now();
    onEnd({ outcome, dueAt, sentAt, endedAt, answered, wasBoughtBefore });
    sentAt = null;
    return endedAt;
  };
  const askAgain = (afterMs: number): void => {
    progress = { ...progress, askedAgain: progress.askedAgain + 1 };
    pause = setTimeout(() => {
      pause = undefined;
      exchange.send(asked);
    }, afterMs);
  };

  const exchange = createExchange({
    client,
    path,
    onSent() {
      // A purchase asked again is still the same purchase: its latency runs from the first time.
      sentAt ??= performance.now();
    },
    onAnswer(status, body) {
      const step = nextStep({ status, body }, progress);
      if (step.kind === 'end') return onFree(place, end(step.outcome, true, step.wasBoughtBefore));
      if (step.kind === 'askAgain') return askAgain(step.afterMs);
      asked = orderBodyOf(step.reservationId);
      progress = { ...BEGUN, isFollowing: true };
      askAgain(followPauseMs(0));
    },
    onError(error) {
      const { isFollowing, isLate, askedAgain } = progress;
      // The reservation stands whatever became of the question.
      if (isFollowing && !isLate) return askAgain(followPauseMs(askedAgain));
      // Who was told to ask again may have bought, whatever became of the question.
      const isOpen = isFollowing || askedAgain > 0;
      const endedAt = end(isOpen ? 'unknown' : outcomeOfError(error, sentAt !== null), isOpen);
      // An error can be reported from within `send`: going on in the same call would grow the stack.
      setImmediate(onFree, place, endedAt);
    },
  });

  const place: Place = {
    purchase(body, due) {
      dueAt = due;
      sentAt = null;
      asked = body;
      progress = BEGUN;
      exchange.send(body);
    },
    giveUp(sentBefore) {
      if (sentAt === null || sentAt >= sentBefore) return;
      progress = { ...progress, isLate: true };
      // Asked every time: a question may only now be on its way, over a new connection.
      if (pause === undefined) return exchange.abort();
      clearTimeout(pause);
      pause = undefined;
      onFree(place, end('unknown', true));
    },
  };
  return place;
}
