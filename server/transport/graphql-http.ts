import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { uuidv7 } from '../domain/ids.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../services/identity.ts';
import type { DirectExecution } from './direct-execution.ts';
import { HttpRefusal, readJson } from './read-body.ts';

/** What an operation over HTTP is executed with. */
export interface GraphqlHttpOptions {
  readonly apollo: ApolloServer<Context>;
  /** Tried first; null leaves every operation to Apollo Server. */
  readonly direct: DirectExecution | null;
  readonly services: Services;
  readonly identity: Identity;
  readonly log: Log;
}

interface Operation {
  readonly body: unknown;
  readonly context: () => Promise<Context>;
}

/** Answers /graphql: one operation a request, POST for all and GET for queries. */
export function createGraphqlHttp(options: GraphqlHttpOptions) {
  const { apollo, direct, services, identity, log } = options;

  async function execute(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const body = request.method === 'POST' ? await readJson(request) : undefined;
    const context = async (): Promise<Context> => ({
      services,
      requestId,
      log,
      caller: await identity.identify(request.headers.authorization),
    });
    const answered = (await direct?.execute(body, request.headers.accept, context)) ?? null;
    if (answered === null) return executeByApollo(request, response, { body, context });
    response.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': answered.contentType,
      'content-length': Buffer.byteLength(answered.text),
    });
    response.end(answered.text);
  }

  async function executeByApollo(
    request: IncomingMessage,
    response: ServerResponse,
    operation: Operation,
  ): Promise<void> {
    const { body, context } = operation;
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const url = request.url ?? '';
    const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'POST', headers, search, body },
      context,
    });
    response.setHeader('cache-control', 'no-store');
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.statusCode = answer.status ?? 200;
    if (answer.body.kind === 'complete') {
      response.end(answer.body.string);
      return;
    }
    for await (const chunk of answer.body.asyncIterator) response.write(chunk);
    response.end();
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = uuidv7();
    response.setHeader('x-request-id', requestId);
    try {
      await execute(request, response, requestId);
    } catch (error) {
      refuse(response, error, { requestId, log });
    }
  };
}

/** A request that GraphQL never saw, or that failed around it. */
function refuse(
  response: ServerResponse,
  error: unknown,
  { requestId, log }: { requestId: string; log: Log },
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = error instanceof HttpRefusal ? error : new HttpRefusal(500, 'Internal error');
  if (refusal.status === 500) log.error({ err: error, requestId }, 'a request failed');
  const code = refusal.status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  response.writeHead(refusal.status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ errors: [{ message: refusal.message, extensions: { code, requestId } }] }));
}
