import type { IncomingMessage, Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Context as Connection } from 'graphql-ws';
import type { Registry } from 'prom-client';
import { WebSocketServer } from 'ws';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../services/identity.ts';
import { createOperations } from './push/operations.ts';
import { createPushMetrics } from './push/push-metrics.ts';
import { startUpkeep, type UpkeepTimes } from './push/upkeep.ts';
import { hasTwoHosts, isHostAllowed, isOriginAllowed, type ReachedBy } from './security.ts';

/** How long a client may take to say goodbye. */
const GOODBYE_MAX_MS = 1_000;
const PAYLOAD_MAX_BYTES = 100_000;
const TIMES: UpkeepTimes = { pingEveryMs: 12_000, stalledMaxMs: 10_000 };

/** What an operation over WebSocket is executed with. */
export interface WebsocketOptions extends ReachedBy {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly identity: Identity;
  readonly metrics: Registry;
  readonly log: Log;
  readonly times?: UpkeepTimes;
}

/** Serves graphql-transport-ws on /graphql, with the same schema, callers and masked errors as over HTTP. */
export function openWebsocket(options: WebsocketOptions): AsyncDisposable {
  const { server, log, times = TIMES } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES });
  const connections = new Set<Pick<Connection, 'subscriptions'>>();

  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, options);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
      return;
    }
    socket.on('error', () => socket.destroy());
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  const metrics = createPushMetrics(options.metrics, {
    sockets: () => upkeep.size(),
    subscriptions: () =>
      [...connections].reduce((sum, each) => sum + Object.keys(each.subscriptions).length, 0),
  });
  const upkeep = startUpkeep({ times, log, onCut: () => metrics.cut.inc() });
  sockets.on('connection', (socket, { socket: raw }: IncomingMessage) => upkeep.add({ socket, raw }));
  const graphql = useServer(
    {
      ...createOperations({ ...options, metrics }),
      onConnect: (connection) => void connections.add(connection),
      onDisconnect: (connection) => void connections.delete(connection),
    },
    sockets,
    0,
  );
  // A frame that is none has closed the socket already. graphql-ws would print it, past the log.
  sockets.on('connection', (socket) =>
    socket
      .removeAllListeners('error')
      .on('error', (err) => log.debug({ err }, 'a socket broke the protocol')),
  );

  return {
    async [Symbol.asyncDispose]() {
      upkeep[Symbol.dispose]();
      // Whoever does not answer the goodbye, as a machine asleep, must not keep purchases from their ends.
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, GOODBYE_MAX_MS);
      await graphql.dispose();
      clearTimeout(cut);
      sockets.close();
    },
  };
}

/** Null for a request that may become a WebSocket. */
function refusalOf(request: IncomingMessage, reachedBy: ReachedBy): string | null {
  if ((request.url ?? '').split('?')[0] !== '/graphql') return '404 Not Found';
  if (hasTwoHosts(request)) return '400 Bad Request';
  return isHostAllowed(request.headers.host, reachedBy) && isOriginAllowed(request) ? null : '403 Forbidden';
}
