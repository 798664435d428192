/** One entry of `errors` in an answer. */
export interface GraphQLErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Where a call went wrong.
 * - `network`: no answer: the server can't be reached, or the connection was lost. What was asked may have happened.
 * - `timeout`: no answer in time. What was asked may have happened.
 * - `http`: an answer that is not GraphQL, for example a 502 of a proxy.
 * - `graphql`: the server says no, or failed; `errors` has its words.
 */
export type FlashSaleErrorKind = 'network' | 'timeout' | 'http' | 'graphql';

/** All that a FlashSaleError knows besides its message. */
export interface FlashSaleErrorDetails {
  readonly kind: FlashSaleErrorKind;
  /** The server's code, such as UNAUTHENTICATED or BAD_USER_INPUT; without one NETWORK, TIMEOUT or HTTP_<status>. */
  readonly code: string;
  /** Names this request in the server's log. */
  readonly requestId?: string | undefined;
  /** HTTP status, if there was an answer. */
  readonly status?: number | undefined;
  readonly errors?: readonly GraphQLErrorEntry[];
  /** The key of the purchase that failed: asking again with it can't buy twice, and tells whether it was bought. */
  readonly idempotencyKey?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The only error that a call throws by itself; an abort by your own signal throws that signal's reason, and a token function
 * that brings what can't be sent a TypeError.
 */
export class FlashSaleError extends Error {
  override readonly name = 'FlashSaleError';
  readonly kind: FlashSaleErrorKind;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
  readonly errors: readonly GraphQLErrorEntry[];
  readonly idempotencyKey: string | undefined;

  constructor(message: string, details: FlashSaleErrorDetails) {
    super(message, { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.requestId = details.requestId;
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.idempotencyKey = details.idempotencyKey;
  }
}

/** A FlashSaleError of kind `graphql` from the entries of an answer; `more` adds what HTTP knows. */
export function graphqlError(
  errors: readonly GraphQLErrorEntry[],
  more: { status?: number; requestId?: string | undefined } = {},
): FlashSaleError {
  const [first] = errors;
  const { code, requestId } = first?.extensions ?? {};
  return new FlashSaleError(first?.message ?? 'The server answered with an empty list of errors.', {
    kind: 'graphql',
    code: typeof code === 'string' ? code : 'UNKNOWN',
    requestId: typeof requestId === 'string' ? requestId : more.requestId,
    status: more.status,
    errors,
  });
}
