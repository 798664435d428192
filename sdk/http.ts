import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { FlashSaleError, type GraphQLErrorEntry, graphqlError } from './error.ts';
import { type CallOptions, type ClientOptions, endpoint, tokenOf } from './options.ts';
import { payloadOf } from './payload.ts';
import type { Scope } from './scope.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Runs a query or a mutation and answers with its data.
 * Throws FlashSaleError, also when only a part of the data has failed.
 */
export type Execute = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>;

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLErrorEntry[];
}

const TIMEOUT_DEFAULT_MS = 30_000;

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
};

/** An `execute` over fetch. */
export function createExecute(options: ClientOptions, scope: Scope): Execute {
  return async (document, variables, call = {}) => {
    const timeoutMs = call.timeoutMs ?? scope.timeoutMs ?? TIMEOUT_DEFAULT_MS;
    return scope.run({ timeoutMs, signal: call.signal }, async (signal) => {
      const token = await untilAborted(tokenOf(options.token), signal);
      const body = JSON.stringify(payloadOf(document, variables));
      const headers = { ...HEADERS, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      try {
        return await dataOf(
          await fetch(endpoint(options.url, 'http'), { method: 'POST', headers, body, signal }),
        );
      } catch (cause) {
        signal.throwIfAborted();
        throw errorOf(cause);
      }
    });
  };
}

async function dataOf<Data>(response: Response): Promise<Data> {
  const text = await response.text();
  const { status } = response;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const { data, errors } = parse<Data>(text);
  if (errors !== undefined) throw graphqlError(errors, { status, requestId });
  if (data !== undefined && data !== null) return data;
  throw new FlashSaleError(`The server answered ${status} with something that is not GraphQL.`, {
    kind: 'http',
    code: `HTTP_${status}`,
    status,
    requestId,
    cause: text.slice(0, 500),
  });
}

function parse<Data>(text: string): Answer<Data> {
  try {
    const answer: Answer<Data> | null = JSON.parse(text);
    return answer ?? {};
  } catch {
    return {};
  }
}

function errorOf(cause: unknown): FlashSaleError {
  if (cause instanceof FlashSaleError) return cause;
  return new FlashSaleError(`No answer: ${reasonOf(cause)}.`, { kind: 'network', code: 'NETWORK', cause });
}

/** fetch says no more than "fetch failed"; the reason, such as ECONNREFUSED, is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
