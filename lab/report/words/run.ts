import { count, plural } from './figures.ts';

/** A load, as a run or a comparison has it. `targetRequestsPerSecond` is null where each buyer waits for the one before. */
export interface RequestedLoad {
  readonly requests: number;
  readonly concurrency: number;
  readonly targetRequestsPerSecond: number | null;
}

/** What buyers did, or would have done had nobody stopped them: "2,000 requests, 100 at once". */
export function requestWords({
  requests,
  concurrency,
  targetRequestsPerSecond: rate,
}: RequestedLoad): string {
  const pace =
    rate === null
      ? `${count(concurrency)} at once`
      : `${count(rate)} a second, ${count(concurrency)} at once at most`;
  return `${plural(requests, 'request')}, ${pace}`;
}

/** A run and the buyers who had an answer. */
export interface AnsweredRun {
  readonly state: string;
  readonly requests: number;
  readonly confirmed: number;
  readonly soldOut: number;
  readonly rejected: number;
  readonly failed: number;
}

/** "Stopped after 662 of 3,000 buyers" for a run that was ended early; null for any other. */
export function stoppedWords(run: AnsweredRun): string | null {
  if (run.state !== 'STOPPED') return null;
  const answered = run.confirmed + run.soldOut + run.rejected + run.failed;
  return `Stopped after ${count(answered)} of ${plural(run.requests, 'buyer')}`;
}

/** Why a run ended early, in a sentence; null for any other. Its own error tells of one that was over its time. */
export function earlyEnd({
  state,
  error,
  sent,
}: {
  readonly state: string;
  readonly error: string | null;
  readonly sent: number;
}): string | null {
  return state === 'STOPPED' ? (error ?? `Somebody stopped it after ${count(sent)} requests.`) : null;
}

/** A run, and how many units its books say were sold; null where they were not read. */
export interface BookedRun {
  readonly confirmed: number;
  /** Of the confirmed, those whose order stood before it. */
  readonly replayed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly audit: { readonly sold: number } | null;
}

/** Where others bought what the verdict is about, in a sentence; null where the run did. An end that nobody was told may have been a purchase. */
export function othersBought({ confirmed, replayed, failed, unknown, audit }: BookedRun): string | null {
  const sold = audit?.sold ?? 0;
  const bought = confirmed - replayed;
  if (sold <= bought + failed + unknown) return null;
  if (bought + unknown === 0) return 'It bought nothing: all that the verdict is about was sold before it.';
  return `It bought ${count(bought)} of the ${plural(sold, 'unit')} sold: the others were bought before it, or beside it.`;
}
