import type { CombinedError } from 'urql';

/** Codes that mean: not with this token. */
const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** True when the server did not take the token. */
export function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => REFUSALS.has(String(extensions['code'])));
}

/** An error in one or two plain sentences: the server's own words, with the request id of a masked one. */
export function explain(error: CombinedError): string {
  const [first] = error.graphQLErrors;
  if (first === undefined) return 'The server did not answer. Nothing is known of what became of this.';
  const id = first.extensions['requestId'];
  return typeof id === 'string' && !first.message.includes(id)
    ? `${first.message} (request ${id})`
    : first.message;
}
