import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { uuidv7 } from '../../domain/ids.ts';
import type { Context, Services } from '../../graphql/context.ts';
import { presentError } from '../../graphql/present-error.ts';
import type { Log } from '../../log.ts';
import { isSharedFeed } from '../../realtime/shared-feed.ts';
import { ANONYMOUS, type Identity } from '../../services/identity.ts';
import { deliver } from './deliver.ts';
import { createDocuments, type Select } from './documents.ts';
import { createFrameTexts } from './frame-texts.ts';
import { createOutbox } from './outbox.ts';
import type { PushMetrics } from './push-metrics.ts';

/** What operations over WebSocket are executed with. */
export interface OperationsOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly identity: Identity;
  readonly metrics: PushMetrics;
  readonly log: Log;
}

type Params = Record<string, unknown>;
type Hooks = ServerOptions<Params, Extra>;

/**
 * How graphql-ws executes operations here: documents are validated once, frames of shared feeds are executed and written
 * once for all, and the rest is executed for each who asks.
 */
export function createOperations(options: OperationsOptions): Hooks {
  const { schema, services, identity, metrics, log } = options;
  const documents = createDocuments(schema);
  const outbox = createOutbox(metrics);
  const mask = (
    errors: readonly (GraphQLError | GraphQLFormattedError)[],
    requestId: string,
  ): GraphQLFormattedError[] =>
    errors.map((error) =>
      presentError(error, error instanceof GraphQLError ? error.toJSON() : error, { requestId, log }),
    );
  const present = (
    {
      data = null,
      errors = [],
    }: Pick<FormattedExecutionResult, 'data'> & { errors?: readonly GraphQLError[] },
    requestId: string,
  ): FormattedExecutionResult => (errors.length === 0 ? { data } : { data, errors: mask(errors, requestId) });
  const texts = createFrameTexts(async (args, value) => {
    metrics.written.inc();
    // Nobody's: what all get must not depend on who happens to be the first.
    const contextValue: Context = { services, requestId: uuidv7(), log, caller: ANONYMOUS };
    return present(await documents.select({ ...args, contextValue }, value), contextValue.requestId);
  });

  return {
    jsonMessageReviver: refuseAnswers,
    context: async ({ connectionParams }): Promise<Context> => ({
      services,
      requestId: uuidv7(),
      log,
      caller: await identity.identify(authorizationOf(connectionParams)),
    }),
    onSubscribe: (_connection, _id, { query, operationName, variables }) => {
      const reading = documents.read(query);
      if ('errors' in reading) return reading.errors;
      if (getOperationAST(reading.document, operationName) === null) return [noSuchOperation(operationName)];
      return { schema, document: reading.document, operationName, variableValues: variables };
    },
    async subscribe(args) {
      const feed = await createSourceEventStream(args);
      return isSharedFeed(feed) || !(Symbol.asyncIterator in feed)
        ? feed
        : selectEach(feed, args, documents.select);
    },
    onOperation({ extra }, id, { query }, args, result) {
      if (!isSharedFeed(result)) return undefined;
      const { text, leave } = texts.join({ query, args });
      const mailbox = outbox.open({ socket: extra.socket, raw: extra.request.socket }, id);
      return deliver({ feed: result, text, mailbox, leave });
    },
    onNext: (_connection, _id, _payload, args, { data = null, errors }) =>
      errors === undefined ? undefined : { data, errors: mask(errors, requestIdOf(args.contextValue)) },
    onError: (_connection, _id, _payload, errors) => mask(errors, uuidv7()),
  };
}

const ANSWERS: readonly unknown[] = ['connection_ack', 'next', 'error'];

/** What is thrown on while a message is read closes its socket with 4400; let through, graphql-ws would print a stack. */
function refuseAnswers(name: string, value: unknown): unknown {
  if (
    name === '' &&
    typeof value === 'object' &&
    value !== null &&
    ANSWERS.includes(Reflect.get(value, 'type'))
  )
    throw new Error('only servers send that');
  return value;
}

/** In the words and with the code that HTTP has for it. */
function noSuchOperation(name: string | null | undefined): GraphQLError {
  const message = name
    ? `Unknown operation named "${name}".`
    : 'Must provide operation name if query contains multiple operations.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

/** Executes the selection on each value of a feed that is one reader's own. */
function selectEach(
  feed: AsyncIterable<unknown>,
  args: ExecutionArgs,
  select: Select,
): AsyncIterable<ExecutionResult> {
  return createMapped(feed[Symbol.asyncIterator](), (value) => select(args, value));
}

/** Not an async generator: one of those would not hear `return` while it waits for a value. */
function createMapped<From, To>(
  from: AsyncIterator<From>,
  map: (value: From) => To | PromiseLike<To>,
): AsyncIterableIterator<To> {
  const mapped: AsyncIterableIterator<To> = {
    async next() {
      const { done = false, value } = await from.next();
      return done ? { done, value: undefined } : { done, value: await map(value) };
    },
    async return() {
      await from.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => mapped,
  };
  return mapped;
}

function authorizationOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const value = params?.['Authorization'] ?? params?.['authorization'];
  return typeof value === 'string' ? value : undefined;
}

function requestIdOf(context: unknown): string {
  const id: unknown =
    typeof context === 'object' && context !== null ? Reflect.get(context, 'requestId') : undefined;
  return typeof id === 'string' ? id : uuidv7();
}
