import type { PurchaseMutation } from '../../schema/generated/operations.ts';

/** How one purchase ended, in the words of AttackReport. */
export type Outcome = 'confirmed' | 'soldOut' | 'rejected' | 'failed' | 'unknown';

type Typename = PurchaseMutation['purchase']['__typename'];

const OUTCOMES = {
  PurchaseConfirmed: 'confirmed',
  // Until it is followed to its end.
  PurchasePending: 'unknown',
  SoldOut: 'soldOut',
  LimitReached: 'rejected',
  SaleNotOpen: 'rejected',
  IdempotencyMismatch: 'rejected',
  Overloaded: 'rejected',
  InProgress: 'unknown',
} as const satisfies Record<Typename, Outcome>;

const isTypename = (name: unknown): name is Typename =>
  typeof name === 'string' && Object.hasOwn(OUTCOMES, name);

/**
 * The document selects `__typename` first and GraphQL answers in the order of the selection, so nearly every answer
 * begins like this and needs no parser: at thousands a second that is CPU which the server beside it would miss.
 */
const PREFIX = '{"data":{"purchase":{"__typename":"';

/** What an HTTP answer says. Status 200 with a body that is no GraphQL answer is `unknown`: somebody did something. */
export function outcomeOf(status: number, body: Buffer): Outcome {
  if (status !== 200) return 'failed';
  const head = body.toString('latin1', 0, PREFIX.length + 32);
  if (head.startsWith(PREFIX)) {
    const name = head.slice(PREFIX.length, head.indexOf('"', PREFIX.length));
    if (isTypename(name)) return OUTCOMES[name];
  }
  return parsedOutcome(body.toString('utf8'));
}

function parsedOutcome(text: string): Outcome {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return 'unknown';
  }
  const name = field(field(field(answer, 'data'), 'purchase'), '__typename');
  if (isTypename(name)) return OUTCOMES[name];
  return Array.isArray(field(answer, 'errors')) ? 'failed' : 'unknown';
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Codes of errors that come before the first byte of a request is written. */
const NOT_SENT = new Set(['ECONNREFUSED', 'EMFILE', 'EADDRNOTAVAIL', 'ENOENT', 'UND_ERR_CONNECT_TIMEOUT']);

/** What a request without an answer says. `written`: it had begun to leave for the server. */
export function outcomeOfError(error: Error & { code?: unknown }, written: boolean): Outcome {
  return !written || NOT_SENT.has(String(error.code)) ? 'failed' : 'unknown';
}
