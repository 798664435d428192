import type { PurchaseMutation } from '../../schema/generated/operations.ts';

/** How one purchase ended, in the words of AttackReport. */
export type Outcome = 'confirmed' | 'soldOut' | 'rejected' | 'failed' | 'unknown';

/** What one HTTP answer says: an end, or that the purchase is reserved and its end still to come. */
export type Answer = Outcome | 'pending';

type Typename = PurchaseMutation['purchase']['__typename'];

const ANSWERS = {
  PurchaseConfirmed: 'confirmed',
  PurchasePending: 'pending',
  SoldOut: 'soldOut',
  LimitReached: 'rejected',
  SaleNotOpen: 'rejected',
  IdempotencyMismatch: 'rejected',
  Overloaded: 'rejected',
  InProgress: 'unknown',
} as const satisfies Record<Typename, Answer>;

const isTypename = (name: unknown): name is Typename =>
  typeof name === 'string' && Object.hasOwn(ANSWERS, name);

/**
 * The documents select `__typename` first and GraphQL answers in the order of the selection, so nearly every answer
 * begins like this and needs no parser: at thousands a second that is CPU which the server beside it would miss.
 */
const BEGINNING = /^\{"data":\{"(?:purchase|order)":\{"__typename":"(\w+)"/;
const BEGINNING_CHARS = 80;

/**
 * What the answer to a purchase, or to the question how it stands, says. Status 200 with a body that is no GraphQL answer
 * is `unknown`: somebody did something.
 */
export function answerOf(status: number, body: Buffer): Answer {
  if (status !== 200) return 'failed';
  const [, name] = BEGINNING.exec(body.toString('latin1', 0, BEGINNING_CHARS)) ?? [];
  return isTypename(name) ? ANSWERS[name] : parsedAnswer(body);
}

const REPLAYED = Buffer.from('"replayed":true');

/** Whether a `confirmed` answer is of an order that stood before it was asked for. */
export const isReplayed = (body: Buffer): boolean => body.includes(REPLAYED);

/** The id in a `pending` answer; null when it holds none. */
export function reservationIdOf(body: Buffer): string | null {
  const id = field(resultOf(parse(body)), 'reservationId');
  return typeof id === 'string' ? id : null;
}

function parsedAnswer(body: Buffer): Answer {
  const answer = parse(body);
  const name = field(resultOf(answer), '__typename');
  if (isTypename(name)) return ANSWERS[name];
  return Array.isArray(field(answer, 'errors')) ? 'failed' : 'unknown';
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function resultOf(answer: unknown): unknown {
  const data = field(answer, 'data');
  return field(data, 'purchase') ?? field(data, 'order');
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Codes of errors that come before the first byte of a request is written. */
const NOT_SENT = new Set(['ECONNREFUSED', 'EMFILE', 'EADDRNOTAVAIL', 'ENOENT', 'UND_ERR_CONNECT_TIMEOUT']);

/** What a request without an answer says. `written`: it had begun to leave for the server. */
export function outcomeOfError(error: Error & { code?: unknown }, written: boolean): Outcome {
  return !written || NOT_SENT.has(String(error.code)) ? 'failed' : 'unknown';
}
