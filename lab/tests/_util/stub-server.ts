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
  /** Every question about a reservation so far. */
  readonly orders: readonly StubRequest[];
}

/** Answers one purchase, counted from 0, now or later. */
export type StubAnswer = (response: ServerResponse, request: StubRequest, index: number) => void;

/** Ends a response with a purchase result of this type. */
export const answerWith = (response: ServerResponse, typename: string): void =>
  answerField(response, 'purchase', { __typename: typename, message: 'As asked.' });

/** Ends a response with an order that stood before. */
export const answerReplayed = (response: ServerResponse): void =>
  answerField(response, 'purchase', { __typename: 'PurchaseConfirmed', latencyMs: 1, replayed: true });

/** Ends a response with the state of a reservation. */
export const answerOrder = (response: ServerResponse, typename: string): void =>
  answerField(response, 'order', { __typename: typename, message: 'As asked.' });

/** Ends a response with a reservation. */
export const answerPending = (response: ServerResponse, reservationId: string): void =>
  answerField(response, 'purchase', { __typename: 'PurchasePending', reservationId, latencyMs: 1 });

function answerField(response: ServerResponse, name: string, value: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: { [name]: value } }));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

const nobodyAsks: StubAnswer = (response) => response.writeHead(500).end();

/** A stub on a port of its own, on loopback. `tell` answers how reservations stand. */
export async function startStub(answer: StubAnswer, tell: StubAnswer = nobodyAsks): Promise<StubServer> {
  const purchases: StubRequest[] = [];
  const orders: StubRequest[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { operationName, variables } = JSON.parse(text);
      const asked = { variables, socket: request.socket };
      if (operationName === 'Purchase') return answer(response, asked, purchases.push(asked) - 1);
      if (operationName === 'Order') return tell(response, asked, orders.push(asked) - 1);
      return response.end('{"data":{"__typename":"Query"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    purchases,
    orders,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
