import type { Client as SocketClient, FormattedExecutionResult, SubscribePayload } from 'graphql-ws';

/** How long a feed that the server ended is left alone before it is asked for again, and one that it refused. */
const ENDED_MS = 1000;
const REFUSED_MS = 5000;

/** Hears the values of a feed, and what the server has against it. */
export type FeedListener = (result: FormattedExecutionResult) => void;

/**
 * A feed that goes on until its reader leaves. The socket itself brings feeds back after a lost connection; this also asks
 * again when the server ended the feed, as it does when it stops in good order. Returns how to leave.
 */
export function subscribeForEver(
  socket: Pick<SocketClient, 'subscribe'>,
  payload: SubscribePayload,
  listener: FeedListener,
): () => void {
  let left = false;
  let leave = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (afterMs: number): void => {
    if (!left) timer = setTimeout(enter, afterMs);
  };
  function enter(): void {
    leave = socket.subscribe(payload, {
      next: listener,
      error(error) {
        // Not an array: the socket closed for good, and the link tells so.
        if (Array.isArray(error)) listener({ data: null, errors: error });
        again(REFUSED_MS);
      },
      complete: () => again(ENDED_MS),
    });
  }
  enter();
  return () => {
    left = true;
    clearTimeout(timer);
    leave();
  };
}
