import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { type Client as SocketClient, createClient } from 'graphql-ws';
import { backoffMs } from './backoff.ts';
import { subscribeForEver } from './endless.ts';
import type { Link } from './link.ts';
import type { TokenStore } from './token.ts';

/** A ping every 5 s; a socket that leaves one unanswered for 4 s is dead, whatever the browser thinks. */
const PING_MS = 5000;
const PONG_MS = 4000;

/** A socket without a feed stays open this long: the next feed is usually about to begin. */
const IDLE_MS = 3000;

/** The two ends of the API that the page uses: queries and mutations over HTTP, feeds over one WebSocket. */
export interface Graphql {
  readonly client: Client;
  readonly socket: SocketClient;
}

/** Opens nothing yet: the socket connects with the first feed and comes back for ever. */
export function createGraphql(link: Link, token: TokenStore): Graphql {
  const socket = createSocket(link, token);
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: authorization(token) }),
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: subscribeForEver(
              socket,
              { query: query ?? '', ...(variables && { variables: { ...variables } }) },
              ({ data = null, errors = [] }) => sink.next({ data, errors }),
            ),
          }),
        }),
      }),
    ],
  });
  return { client, socket };
}

function authorization(token: TokenStore): Record<string, string> {
  const value = token.get();
  return value === null ? {} : { authorization: `Bearer ${value}` };
}

function createSocket(link: Link, token: TokenStore): SocketClient {
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const socket = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: () => {
      const value = token.get();
      return value === null ? {} : { Authorization: `Bearer ${value}` };
    },
    lazyCloseTimeout: IDLE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => link.wait(backoffMs(retries)),
    keepAlive: PING_MS,
    on: {
      connected: () => link.opened(),
      closed: () => {
        clearTimeout(deadline);
        link.lost();
      },
      ping: (received) => {
        if (!received) deadline = setTimeout(() => socket.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(deadline);
      },
    },
  });
  return socket;
}
