import { type Client, createClient } from 'graphql-ws';
import { backoffMs, pause } from './backoff.ts';
import { type ClientOptions, endpoint, tokenOf } from './options.ts';
import { untilAborted } from './until-aborted.ts';
import { webSocketClass } from './web-socket.ts';

/** A ping every 10 s; a connection that leaves one unanswered for 5 s is dead, whatever the socket thinks. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/**
 * One WebSocket for all feeds: opened with the first, closed after the last. Lost, it is sought again for ever, with
 * growing pauses; all feeds then go on by themselves and begin with a full snapshot.
 */
export async function createSocket(options: ClientOptions, closed: AbortSignal): Promise<Client> {
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let told: 'open' | 'lost' | undefined;
  const tell = (state: 'open' | 'lost'): void => {
    if (state !== told && !closed.aborted) options.onConnection?.(state);
    told = state;
  };
  const socket = createClient({
    url: endpoint(options.url, 'ws'),
    webSocketImpl: await webSocketClass(),
    connectionParams: async () => {
      const token = await untilAborted(tokenOf(options.token), closed);
      return token === undefined ? {} : { Authorization: `Bearer ${token}` };
    },
    retryAttempts: Infinity,
    shouldRetry: () => !closed.aborted,
    retryWait: (retries) => pause(backoffMs(retries), closed).catch(() => {}),
    keepAlive: PING_EVERY_MS,
    on: {
      connected: () => tell('open'),
      closed: (event) => {
        clearTimeout(deadline);
        if (!isNormalClose(event)) tell('lost');
      },
      ping: (received) => {
        if (!received) deadline = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(deadline);
      },
    },
  });
  return socket;
}

/** The last feed was left, so the connection was closed on purpose. */
const isNormalClose = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'code' in event && event.code === 1000;
