const FIRST_MS = 100;
const MAX_MS = 5_000;

/**
 * How long to wait before the `retry`th repetition, counted from 0, in milliseconds: 100, 200, 400, ... up to 5,000,
 * of which a random half is left out, so that clients which failed together don't come back together.
 * `atLeastMs` is what the server asked for: it is only ever exceeded, by up to a quarter.
 */
export function backoffMs(retry: number, atLeastMs = 0): number {
  const ownMs = Math.min(MAX_MS, FIRST_MS * 2 ** retry) * (0.5 + Math.random() / 2);
  return Math.max(ownMs, atLeastMs * (1 + Math.random() / 4));
}

/** Resolves after `ms`; rejects with the signal's reason when that is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
