import type { Server } from 'node:http';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { uuidv7 } from '../domain/ids.ts';
import type { Context, Services } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../services/identity.ts';
import { isHostAllowed, isOriginAllowed } from './security.ts';

const PAYLOAD_MAX_BYTES = 100_000;
const BUFFERED_MAX_BYTES = 1_000_000;
const STALL_CHECK_MS = 5_000;
const PING_EVERY_MS = 12_000;

/** What an operation over WebSocket is executed with. */
export interface WebsocketOptions {
  readonly server: Server;
  readonly host: string;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly identity: Identity;
  readonly log: Log;
}

/** Serves graphql-transport-ws on /graphql, with the same schema, callers and masked errors as over HTTP. */
export function openWebsocket(options: WebsocketOptions): AsyncDisposable {
  const { server, schema, services, identity, log } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES });

  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    if (
      path !== '/graphql' ||
      !isHostAllowed(request.headers.host, options.host) ||
      !isOriginAllowed(request)
    ) {
      socket.end(
        `HTTP/1.1 ${path === '/graphql' ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    socket.on('error', () => socket.destroy());
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  const mask = (
    errors: readonly (GraphQLError | GraphQLFormattedError)[],
    requestId: string,
  ): GraphQLFormattedError[] =>
    errors.map((error) =>
      presentError(error, error instanceof GraphQLError ? error.toJSON() : error, { requestId, log }),
    );

  const graphql = useServer(
    {
      schema,
      context: async ({ connectionParams }): Promise<Context> => ({
        services,
        requestId: uuidv7(),
        log,
        caller: await identity.identify(authorizationOf(connectionParams)),
      }),
      onNext: (_context, _id, _payload, args, { errors, data = null }) =>
        errors === undefined ? undefined : { data, errors: mask(errors, requestIdOf(args.contextValue)) },
      onError: (_context, _id, _payload, errors) => mask(errors, uuidv7()),
    },
    sockets,
    PING_EVERY_MS,
  );
  const stallCheck = setInterval(() => cutStalled(sockets.clients, log), STALL_CHECK_MS);

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(stallCheck);
      await graphql.dispose();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** A client that reads nothing for a whole period is cut: what is buffered for it is memory taken from the others. */
function cutStalled(clients: Set<WebSocket>, log: Log): void {
  for (const client of clients) {
    if (client.bufferedAmount > BUFFERED_MAX_BYTES) {
      log.warn({ bufferedBytes: client.bufferedAmount }, 'a stalled subscriber was cut');
      client.terminate();
    }
  }
}

function authorizationOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const value = params?.['Authorization'] ?? params?.['authorization'];
  return typeof value === 'string' ? value : undefined;
}

function requestIdOf(context: unknown): string {
  const id: unknown =
    typeof context === 'object' && context !== null ? Reflect.get(context, 'requestId') : undefined;
  return typeof id === 'string' ? id : uuidv7();
}
