import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import { ownRules, parseOptions } from '../graphql/read-document.ts';
import { sha256Of, TEXT_MAX_CHARS } from './operation-cache.ts';

const PERSISTED_MAX = 1_000;

/** Apollo Server with every switch decided here, none by NODE_ENV. It knows the `readyMade` documents by their hashes too. */
export function createApollo(
  schema: GraphQLSchema,
  readyMade: readonly string[] = [],
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    parseOptions,
    validationRules: ownRules,
    persistedQueries: { cache: createPersisted(readyMade) },
    // This is a lab: its explorer and the tools of its users read the schema.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    nodeEnv: 'production',
    plugins: [
      // Answers are live figures and purchases: nothing may be cached, and each is told so by its header.
      ApolloServerPluginCacheControlDisabled(),
      {
        // Here, not in formatError, because only here the request's id is known.
        requestDidStart: () =>
          Promise.resolve({
            didResolveOperation: ({ operation }) =>
              operation?.operation === OperationTypeNode.SUBSCRIPTION ? refuse() : Promise.resolve(),
            willSendResponse: ({ response, errors, contextValue }) => {
              const { body } = response;
              if (body.kind === 'single' && body.singleResult.errors !== undefined) {
                body.singleResult.errors = body.singleResult.errors.map((formatted, index) =>
                  presentError(errors?.[index] ?? formatted, formatted, contextValue),
                );
              }
              return Promise.resolve();
            },
          }),
      },
    ],
  });
}

/** Executed here it would be a query of fields that have no value. */
function refuse(): Promise<never> {
  const message = 'Subscriptions come over WebSocket: graphql-transport-ws at this address.';
  const extensions = { code: 'BAD_REQUEST', http: { status: 400 } };
  return Promise.reject(new GraphQLError(message, { extensions }));
}

/** Texts by the names that Apollo Server gives them. Full, it forgets the oldest that was not ready-made. */
function createPersisted(readyMade: readonly string[]) {
  const kept = new Map(readyMade.map((text) => [`apq:${sha256Of(text)}`, text]));
  const known = new Map<string, string>();
  return {
    get: (name: string) => Promise.resolve(kept.get(name) ?? known.get(name)),
    set(name: string, text: string) {
      if (text.length > TEXT_MAX_CHARS) return Promise.resolve();
      const oldest = known.size >= PERSISTED_MAX ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(name, text);
      return Promise.resolve();
    },
    delete: (name: string) => Promise.resolve(known.delete(name)),
  };
}
