import { backoffMs, pause } from './backoff.ts';
import { FlashSaleError } from './error.ts';
import type { CallOptions } from './options.ts';
import type { Scope } from './scope.ts';

/** How hard a call tries. `timeoutMs` is for each request: without it the client's, but 5,000 at most. */
export interface RepeatOptions extends CallOptions {
  /** Requests in all. Default 6; 1 never repeats. */
  readonly attemptsMax?: number;
  /** The call ends by then, milliseconds from its start: no repetition starts later, and the last is cut. Default 15,000. */
  readonly deadlineMs?: number;
}

/** How long a single request may take before it is repeated, unless the call says otherwise or the client less. */
const ATTEMPT_TIMEOUT_MS = 5_000;

/** Statuses by which a proxy says that it got no answer from the server. */
const GATEWAY_STATUSES: readonly (number | undefined)[] = [502, 503, 504];

/**
 * Asks until the end is known: again after no answer, a gateway's 502 to 504, InProgress or Overloaded, and not before
 * `retryAfterMs`. When attempts or time run out, the last answer is the result, and a lost connection is thrown. Only
 * for operations that asked twice happen once.
 */
export function repeat<Answer extends { readonly __typename: string }>(
  scope: Scope,
  ask: (options: CallOptions) => Promise<Answer>,
  { attemptsMax = 6, deadlineMs = 15_000, timeoutMs, signal }: RepeatOptions = {},
): Promise<Answer> {
  const until = performance.now() + deadlineMs;
  const attemptMs = timeoutMs ?? Math.min(scope.timeoutMs ?? Infinity, ATTEMPT_TIMEOUT_MS);
  return scope.run({ signal }, async (stop) => {
    for (let attempt = 1; ; attempt++) {
      const leftMs = Math.max(1, Math.ceil(until - performance.now()));
      const end = await once(() => ask({ timeoutMs: Math.min(attemptMs, leftMs), signal: stop }));
      const waitMs = end.again === undefined ? Infinity : backoffMs(attempt - 1, end.again.afterMs);
      if (attempt >= attemptsMax || performance.now() + waitMs > until) return end.settle();
      await pause(waitMs, stop);
    }
  });
}

/** The end of one request: worth repeating or not, and how the call ends if it isn't repeated. */
interface AttemptEnd<Answer> {
  readonly again: { readonly afterMs: number } | undefined;
  settle(): Answer;
}

async function once<Answer extends { readonly __typename: string }>(
  ask: () => Promise<Answer>,
): Promise<AttemptEnd<Answer>> {
  try {
    const answer = await ask();
    return { again: waitOf(answer), settle: () => answer };
  } catch (error) {
    if (!(error instanceof FlashSaleError)) throw error;
    const lost =
      error.kind === 'network' || error.kind === 'timeout' || GATEWAY_STATUSES.includes(error.status);
    return {
      again: lost ? { afterMs: 0 } : undefined,
      settle: () => {
        throw error;
      },
    };
  }
}

function waitOf(answer: { readonly __typename: string; readonly retryAfterMs?: number }) {
  const isOpen = answer.__typename === 'InProgress' || answer.__typename === 'Overloaded';
  return isOpen ? { afterMs: answer.retryAfterMs ?? 0 } : undefined;
}
