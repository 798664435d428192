import { FlashSaleError } from './error.ts';
import type { CallOptions } from './options.ts';

/**
 * What a client has under way, so that closing it ends everything. Signals are tied by hand: AbortSignal.any keeps
 * what it made for as long as its source lives, and a client may live for months.
 */
export interface Scope {
  /** The client's own `timeoutMs`, for the calls that don't set one. */
  readonly timeoutMs: number | undefined;
  /** Does a piece of work under a signal that is aborted by the caller, the clock or `close`; rejects with the reason. */
  run<T>(options: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  close(): void;
}

/** A scope with nothing under way. */
export function createScope(clientTimeoutMs?: number): Scope {
  const open = new Set<AbortController>();
  let closed = false;
  const closeReason = (): DOMException => new DOMException('The client was closed.', 'AbortError');

  return {
    timeoutMs: clientTimeoutMs,
    async run({ signal, timeoutMs }, work) {
      signal?.throwIfAborted();
      if (closed) throw closeReason();
      const controller = new AbortController();
      const abort = (): void => controller.abort(signal?.reason);
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(late(timeoutMs)), timeoutMs);
      signal?.addEventListener('abort', abort);
      open.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        open.delete(controller);
      }
    },
    close() {
      closed = true;
      for (const controller of open) controller.abort(closeReason());
    },
  };
}

const late = (timeoutMs: number): FlashSaleError =>
  new FlashSaleError(`No answer within ${timeoutMs} ms.`, { kind: 'timeout', code: 'TIMEOUT' });
