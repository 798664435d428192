import { createServer, IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastLane } from './fast-lane.ts';
import { isTooLarge } from './read-body.ts';

const DRAIN_MS = 10_000;
/** A request may be on its way on a connection that seems idle: so long it is still answered, as the last on it. */
const LAST_REQUEST_MS = 250;

/** Makes the server of a replica; it listens to nothing yet. */
export function createHttpServer(onRequest: RequestListener): Server {
  // Looked at every second: Node's half a minute would be added to the times.
  const times = { requestTimeout: 15_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 };
  const server = createServer({ ...times, IncomingMessage: Request }, (request, response) => {
    // Node's parser drops what came together with it: the client must know that nobody has read that.
    if (request.headers.upgrade !== undefined) response.setHeader('connection', 'close');
    onRequest(request, response);
  });
  // Who asks before sending a body that is too large is refused before sending it.
  server.on('checkContinue', (request, response) => {
    if (isTooLarge(request)) response.setHeader('connection', 'close');
    else response.writeContinue();
    server.emit('request', request, response);
  });
  return server;
}

/**
 * A request that becomes a WebSocket if it asks for one, and is answered as it stands if it asks for another protocol, as
 * RFC 9110 (7.8) has it: Java's client and `curl --http2` offer h2c with whatever they ask. Node looks for the property before
 * it decides; what it says of an upgrade to anything is kept here.
 */
class Request extends IncomingMessage {
  private asksForUpgrade: boolean | null = null;

  get upgrade(): boolean {
    const leavesHttp = this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket';
    return this.asksForUpgrade === true && leavesHttp;
  }

  set upgrade(asks: boolean | null) {
    this.asksForUpgrade = asks;
  }
}

/** Listens, and tells the port. Rejects with the system's error, EADDRINUSE when the port is taken. */
export function listen(server: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Tells every client with its next answer that the connection ends, and gives those that are about to ask the time to. Then
 * takes no new connection, lets requests under way end and closes what is left, on the lane before the server too.
 */
export async function closeGracefully(server: Server, lane?: FastLane): Promise<void> {
  lane?.announceClose();
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'));
  if ((await countConnections(server)) > 0) await wait(LAST_REQUEST_MS);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  lane?.close();
  server.closeIdleConnections();
  // A keep-alive connection that was busy a moment ago turns idle now and then.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => {
    server.closeAllConnections();
    lane?.destroy();
  }, DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.getConnections((error, count) => resolve(error === null ? count : 0)),
  );
}
