import type { Dispatcher } from 'undici';
import { outcomeOf, outcomeOfError, type Outcome } from './outcome.ts';

/** The end of one purchase. Times are milliseconds on the clock of `performance.now()`. */
export interface PurchaseEnd {
  readonly outcome: Outcome;
  /** When it should have begun. */
  readonly dueAt: number;
  /** When the request was written to the connection; null if it never was. */
  readonly sentAt: number | null;
  /** When the whole answer was there, or it was clear that none would come. */
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

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** A place that is free. It has one response handler for all its requests, as they never overlap. */
export function createPlace({ client, path, onEnd, onFree }: PlaceOptions): Place {
  let dueAt = 0;
  let sentAt: number | null = null;
  let status = 0;
  let chunks: Buffer[] = [];
  let connection: Dispatcher.DispatchController | undefined;
  let asked = '';
  let askedAgain = 0;

  const ask = (body: string): void => {
    asked = body;
    status = 0;
    chunks = [];
    client.dispatch({ method: 'POST', path, headers: HEADERS, body }, handler);
  };

  const end = (outcome: Outcome, answered: boolean): number => {
    const endedAt = performance.now();
    onEnd({ outcome, dueAt, sentAt, endedAt, answered });
    sentAt = null;
    connection = undefined;
    return endedAt;
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      connection = controller;
      // A purchase asked again is still the same purchase: its latency runs from the first time.
      sentAt ??= performance.now();
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      const outcome = outcomeOf(status, joined(chunks));
      if (outcome === 'unknown' && askedAgain < ASK_AGAIN_MAX) {
        askedAgain += 1;
        connection = undefined;
        setTimeout(ask, ASK_AGAIN_MS, asked);
      } else onFree(place, end(outcome, true));
    },
    onResponseError(_controller, error) {
      const endedAt = end(outcomeOfError(error, sentAt !== null), false);
      // An error can be reported from within `dispatch`: going on in the same call would grow the stack.
      setImmediate(onFree, place, endedAt);
    },
  };

  const place: Place = {
    purchase(body, due) {
      dueAt = due;
      sentAt = null;
      askedAgain = 0;
      ask(body);
    },
    giveUp(sentBefore) {
      if (sentAt === null || sentAt >= sentBefore) return;
      askedAgain = ASK_AGAIN_MAX;
      connection?.abort(new Error('no answer in time'));
    },
  };
  return place;
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
}
