import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Job } from './job.ts';

/** What the reference of all that is served answers. */
export interface EchoOptions {
  /** A body: the same for everybody. */
  readonly body: string;
}

/** Where it listens, and its CPU time since its start. */
export interface EchoState {
  readonly url: string;
  readonly cpuSeconds: number;
}

/**
 * A bare node:http server: it reads the body, parses it, and answers what it was told to. A run tells where it listens,
 * and what it has used.
 */
export async function openEchoJob({ body }: EchoOptions): Promise<Job<object, EchoState>> {
  const server = createServer((request, response) => echo(request, response, body));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    run() {
      const { user, system } = process.cpuUsage();
      return Promise.resolve({ url: `http://127.0.0.1:${port}/graphql`, cpuSeconds: (user + system) / 1e6 });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function echo(request: IncomingMessage, response: ServerResponse, body: string): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(typeof parsed === 'object' ? 200 : 400, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}
