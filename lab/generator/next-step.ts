import { answerOf, isReplayed, reservationIdOf, type Outcome } from './outcome.ts';

/** How far a purchase has come. */
export interface Progress {
  /** Questions after the first: under the same key, or about the reservation. */
  readonly askedAgain: number;
  /** It is reserved, and what is asked is how it has ended. */
  readonly isFollowing: boolean;
  /** Its time is over: whatever is answered now is its end. */
  readonly isLate: boolean;
}

/** What a buyer does after an answer. */
export type NextStep =
  | { readonly kind: 'end'; readonly outcome: Outcome; readonly wasBoughtBefore?: boolean }
  | { readonly kind: 'askAgain'; readonly afterMs: number }
  | { readonly kind: 'follow'; readonly reservationId: string };

/** A buyer who is told to ask again does so with the same key, this often. */
const ASK_AGAIN_MAX = 8;
const ASK_AGAIN_MS = 250;
/**
 * How a reservation stands is asked soon, then less and less often: asking is work for the server that is measured. The
 * growth bounds how much too late an end is seen, a third at most of the time that it took.
 */
const FOLLOW_FIRST_MS = 10;
const FOLLOW_GROWTH = 1.3;
const FOLLOW_MAX_MS = 100;

/** The pause before the `asked`th question about a reservation, counted from 0. Jitter keeps buyers from asking in step. */
export const followPauseMs = (asked: number): number =>
  Math.min(FOLLOW_MAX_MS, FOLLOW_FIRST_MS * FOLLOW_GROWTH ** asked) * (0.5 + Math.random() / 2);

/** What comes after an HTTP answer. */
export function nextStep(answer: { status: number; body: Buffer }, progress: Progress): NextStep {
  const said = answerOf(answer.status, answer.body);
  const { askedAgain, isFollowing, isLate } = progress;
  if (said === 'pending' && !isFollowing && !isLate) {
    const reservationId = reservationIdOf(answer.body);
    if (reservationId !== null) return { kind: 'follow', reservationId };
  }
  // That a question about a reservation failed says nothing of how it ends; nor does it of what was not decided yet.
  const isOpen = isFollowing || askedAgain > 0;
  const outcome = said === 'pending' || (isOpen && said === 'failed') ? 'unknown' : said;
  // Of one that was asked again the order may be that of its own first question.
  if (outcome === 'confirmed')
    return { kind: 'end', outcome, wasBoughtBefore: !isOpen && isReplayed(answer.body) };
  if (outcome !== 'unknown' || isLate) return { kind: 'end', outcome };
  if (isFollowing) return { kind: 'askAgain', afterMs: followPauseMs(askedAgain) };
  return askedAgain < ASK_AGAIN_MAX
    ? { kind: 'askAgain', afterMs: ASK_AGAIN_MS }
    : { kind: 'end', outcome: 'unknown' };
}
