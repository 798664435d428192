import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastLane } from './fast-lane.ts';

const DRAIN_MS = 10_000;

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

/** Takes no new connection, lets requests under way end, then closes what is left, on the lane before the server too. */
export async function closeGracefully(server: Server, lane?: FastLane): Promise<void> {
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
