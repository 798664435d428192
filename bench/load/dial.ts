import { connect, type Socket } from 'node:net';

/** What one read may bring. A buffer for each read would make garbage of 64 KB, and pauses that count as waits. */
const received = Buffer.alloc(65_536);

/** Connects by TCP. What is read stands in memory that the next read writes over. */
export function dial(url: URL, read: (bytes: Buffer) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: received,
        callback(size) {
          read(received.subarray(0, size));
          return true;
        },
      },
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
