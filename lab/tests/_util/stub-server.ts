import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A purchase as it reached the stub. */
export interface StubRequest {
  readonly variables: Record<string, unknown>;
  readonly socket: Socket;
}

/** Stands in for the API: answers warm-ups itself and purchases as `answer` says. */
export interface StubServer extends AsyncDisposable {
  readonly url: string;
  /** Every purchase so far, in the order of arrival. */
  readonly purchases: readonly StubRequest[];
}

/** Answers one purchase, counted from 0, now or later. */
export type StubAnswer = (response: ServerResponse, request: StubRequest, index: number) => void;

/** Ends a response with a purchase result of this type. */
export const answerWith = (response: ServerResponse, typename: string): void => {
  response.setHeader('content-type', 'application/json');
  response.end(`{"data":{"purchase":{"__typename":"${typename}","message":"As asked."}}}`);
};

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** A stub on a port of its own, on loopback. */
export async function startStub(answer: StubAnswer): Promise<StubServer> {
  const purchases: StubRequest[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { operationName, variables } = JSON.parse(text);
      if (operationName !== 'Purchase') return response.end('{"data":{"__typename":"Query"}}');
      const purchase = { variables, socket: request.socket };
      purchases.push(purchase);
      return answer(response, purchase, purchases.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    purchases,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
