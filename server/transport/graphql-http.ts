import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { uuidv7 } from '../domain/ids.ts';
import type { Context } from '../graphql/context.ts';
import { contextOf, refusalOf, type OperationOptions } from './operation.ts';
import { checkBody, HttpRefusal, readJson } from './read-body.ts';

/** What an operation over HTTP is executed with. */
export interface GraphqlHttpOptions extends OperationOptions {
  readonly apollo: ApolloServer<Context>;
}

interface Operation {
  readonly body: unknown;
  readonly context: Context;
}

/** Answers /graphql: one operation a request, POST for all and GET for queries. */
export function createGraphqlHttp(options: GraphqlHttpOptions) {
  const { apollo, direct, log } = options;

  async function execute(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    if (request.method !== 'POST' && request.method !== 'GET') {
      response.setHeader('allow', 'GET, POST');
      throw new HttpRefusal(405, 'Send POST with the operation as JSON, or GET for a query.');
    }
    const body = request.method === 'POST' ? await readJson(request) : undefined;
    if (request.method === 'POST') checkBody(body);
    const { accept, authorization } = request.headers;
    const context = await contextOf(options, requestId, authorization);
    const answered = (await direct?.execute({ body, accept, context })) ?? null;
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
    { body, context }: Operation,
  ): Promise<void> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const search = searchOf(request.url ?? '');
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'POST', headers, search, body },
      context: () => Promise.resolve(context),
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
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const { status, contentType, text } = refusalOf(error, { requestId, log });
      response.writeHead(status, { 'content-type': contentType });
      response.end(text);
    }
  };
}

/** Parameters that may be left out are left out where they are empty, as forms send them. */
function searchOf(url: string): string {
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return search.replaceAll(/(?<=[?&])(operationName|variables|extensions)=(?=&|$)/g, '');
}
