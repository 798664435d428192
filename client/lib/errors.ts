import type { CombinedError } from 'urql';

/** Codes that mean: not with this token. */
const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Codes of errors that the server's log has more about, under the id of the request. */
const LOGGED = new Set(['INTERNAL_SERVER_ERROR', 'UNAVAILABLE']);

/** True when the server did not take the token. */
export function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => REFUSALS.has(String(extensions['code'])));
}

/** An error in one or two plain sentences: the server's own words, with the request id where the log says more. */
export function explain(error: CombinedError): string {
  const [first] = error.graphQLErrors;
  if (first === undefined) return 'The server did not answer. Nothing is known of what became of this.';
  const { code, requestId: id } = first.extensions;
  return LOGGED.has(String(code)) && typeof id === 'string' && !first.message.includes(id)
    ? `${first.message} (request ${id})`
    : first.message;
}
