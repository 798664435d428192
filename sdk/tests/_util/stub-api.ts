import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An operation as it reached the stub. */
export interface StubCall {
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

/** An HTTP server that keeps what it is asked and answers as a test says. */
export interface StubApi extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly StubCall[];
}

/** Answers one operation; `index` counts from 0. */
export type StubAnswer = (response: ServerResponse, call: StubCall, index: number) => void;

/** Ends a response with JSON. */
export const answerJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

/** A stub on a port of its own. */
export async function startStubApi(answer: StubAnswer): Promise<StubApi> {
  const calls: StubCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const call = { operationName, variables, headers: request.headers };
      calls.push(call);
      answer(response, call, calls.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
