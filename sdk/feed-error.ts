import { FlashSaleError, graphqlError, type GraphQLErrorEntry } from './error.ts';

/** Close codes of graphql-transport-ws that say no; all others mean that the connection was lost. */
const REFUSALS: Readonly<Record<number, string>> = {
  4400: 'BAD_REQUEST',
  4401: 'UNAUTHENTICATED',
  4403: 'FORBIDDEN',
  4406: 'SUBPROTOCOL_NOT_ACCEPTABLE',
  4429: 'TOO_MANY_REQUESTS',
};

/** What ended a feed, as a FlashSaleError: GraphQL errors, a close of the socket, or an error of the socket itself. */
export function feedError(reason: unknown): FlashSaleError {
  if (Array.isArray(reason)) {
    const errors: readonly GraphQLErrorEntry[] = reason;
    return graphqlError(errors);
  }
  const close =
    typeof reason === 'object' && reason !== null ? { code: undefined, reason: '', ...reason } : undefined;
  const code = typeof close?.code === 'number' ? REFUSALS[close.code] : undefined;
  const words = close?.reason || (reason instanceof Error ? reason.message : '') || 'the connection was lost';
  return new FlashSaleError(`The feed ended: ${words}.`, {
    kind: code === undefined ? 'network' : 'graphql',
    code: code ?? 'NETWORK',
    cause: reason,
  });
}
