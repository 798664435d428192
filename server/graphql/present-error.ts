import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Problem } from '../domain/problem.ts';
import type { Log } from '../log.ts';
import { isStoreTrouble } from '../services/store-trouble.ts';
import { shownWords } from './words.ts';

// Mistakes in the request itself, found before anything was executed: their words are safe and useful.
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * An error as the caller sees it: what can be mended keeps its words, a surprise becomes "Internal error" with the
 * request's id, under which the log has the rest.
 */
export function presentError(
  error: unknown,
  formatted: GraphQLFormattedError,
  at: { requestId: string; log: Log },
): GraphQLFormattedError {
  const original = originOf(error);
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (original instanceof Problem) {
    return {
      message: original.message,
      ...place,
      extensions: { code: original.code, requestId: at.requestId },
    };
  }
  const code = codeOf(error, formatted);
  const madeByRequest = original === null && (typeof code !== 'string' || REQUEST_CODES.has(code));
  if (
    madeByRequest ||
    (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && REQUEST_CODES.has(code))
  ) {
    return {
      message: shownWords(formatted.message),
      ...place,
      extensions: { code: code ?? 'BAD_USER_INPUT', requestId: at.requestId },
    };
  }
  if (isStoreTrouble(original)) {
    at.log.warn({ err: original, requestId: at.requestId }, 'a store did not answer');
    const message = 'A store does not answer in time. Nothing is wrong with the request: try again soon.';
    return { message, ...place, extensions: { code: 'UNAVAILABLE', requestId: at.requestId } };
  }
  at.log.error({ err: original ?? error, requestId: at.requestId }, 'an operation failed');
  return {
    message: 'Internal error',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: at.requestId },
  };
}

/** Apollo Server gives wrong persisted queries no code, but the status of a bad request. */
function codeOf(error: unknown, formatted: GraphQLFormattedError): unknown {
  // What is thrown in a compiled operation has none.
  const { extensions = {} }: { extensions?: GraphQLError['extensions'] } =
    error instanceof GraphQLError ? error : {};
  const { http } = extensions;
  const isBad = typeof http === 'object' && http !== null && 'status' in http && http.status === 400;
  const code = formatted.extensions?.['code'];
  return isBad && code === 'INTERNAL_SERVER_ERROR' ? 'BAD_REQUEST' : code;
}

/** What a resolver threw; null for an error that graphql itself made. */
function originOf(error: unknown): Error | null {
  if (!(error instanceof GraphQLError)) return error instanceof Error ? error : null;
  return error.originalError instanceof GraphQLError
    ? originOf(error.originalError)
    : (error.originalError ?? null);
}
