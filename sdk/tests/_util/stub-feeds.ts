import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createFeed } from '../../feed.ts';

/** A GraphQL WebSocket server with one subscription, `ticks`, that sends what the test pushes. */
export interface StubFeeds extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Subscriptions to it that are open now. */
  readonly subscribers: number;
  /** What the last connection gave as connectionParams. */
  readonly params: unknown;
  /** To every subscriber; null ends them. */
  push(tick: number | null): void;
  /** Drops every connection without a word. */
  drop(): void;
}

const schema = buildSchema('type Query { none: Int } type Subscription { ticks: Int! }');

/** On a port of its own, or on `port` again, as a server that is restarted. */
export async function startStubFeeds(port = 0): Promise<StubFeeds> {
  const pushes = new Set<(tick: number | null) => void>();
  let params: unknown;
  const ticks = () =>
    createFeed<{ ticks: number }>((source) => {
      const push = (tick: number | null): void =>
        tick === null ? source.end() : source.put({ ticks: tick });
      pushes.add(push);
      return () => pushes.delete(push);
    });
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const server = useServer(
    {
      schema,
      roots: { subscription: { ticks } },
      onConnect: (context) => void (params = context.connectionParams),
    },
    sockets,
  );
  await listen(http, port);
  const address = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    port: address.port,
    get subscribers() {
      return pushes.size;
    },
    get params() {
      return params;
    },
    push: (tick) => pushes.forEach((push) => push(tick)),
    drop: () => sockets.clients.forEach((client) => client.terminate()),
    async [Symbol.asyncDispose]() {
      sockets.clients.forEach((client) => client.terminate());
      await server.dispose();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
