import type { Evidence, Violation } from './evidence.ts';
import { isDefinite, type Attempt, type Wish } from './history.ts';
import type { Snapshot } from './observer.ts';

/** Units of a request whose end is not known may be promised to it for so long: a lease, and two seconds to notice. */
const PROMISED_MS = 12_000;
/** A snapshot is noted so much later than it was taken, on a busy machine. */
const SEEN_LATE_MS = 100;
/** Snapshots are this far apart at most, where Postgres answers. */
const BLIND_MS = 500;

/**
 * A buyer may be told "sold out" only when, at some moment of the request, no units were left but those promised to
 * others. Judged only where the observer saw the books before, during or after, and always in favour of the server.
 */
export function checkSoldOut({ wishes, snapshots }: Evidence): Violation[] {
  const refusals = wishes.flatMap((wish) => wish.attempts).filter(({ answer }) => answer.kind === 'soldOut');
  return refusals.flatMap((refusal) => {
    const seen = snapshots.filter(
      ({ at }) => at > refusal.beganAt - BLIND_MS && at < refusal.endedAt + BLIND_MS,
    );
    const isBlind =
      !seen.some(({ at }) => at <= refusal.beganAt) || !seen.some(({ at }) => at >= refusal.endedAt);
    if (isBlind || new Set(seen.map(({ epoch }) => epoch)).size > 1) return [];
    const least = Math.min(...seen.map((snapshot) => freeAt(snapshot, wishes)));
    if (least < refusal.quantity) return [];
    const words = `${refusal.quantity} were refused as sold out by ${refusal.replica} while ${least} were free`;
    return [{ wrong: 'untrue', words, count: 1 }];
  });
}

/** Units left that were certainly promised to nobody. */
function freeAt({ at, remaining }: Snapshot, wishes: readonly Wish[]): number {
  return wishes
    .flatMap((wish) => wish.attempts)
    .reduce((free, attempt) => {
      return isPromised(attempt, at) ? free - attempt.quantity : free;
    }, remaining);
}

function isPromised({ beganAt, endedAt, answer }: Attempt, at: number): boolean {
  const until = isDefinite(answer) ? endedAt + SEEN_LATE_MS : beganAt + PROMISED_MS;
  return beganAt < at && until > at;
}
