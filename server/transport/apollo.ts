import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';

/** Apollo Server with every switch decided here, none by NODE_ENV. */
export function createApollo(schema: GraphQLSchema): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
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
