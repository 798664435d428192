import type { PurchaseStrategy } from '../../../sdk/index.ts';

/** The order that a buyer was told of. */
export interface Confirmed {
  readonly kind: 'confirmed';
  readonly orderId: string;
  readonly epoch: number;
  readonly buyerId: string;
  readonly quantity: number;
  readonly replayed: boolean;
}

/** What a buyer was answered. `lost`: no answer came. `failed`: an answer that no buyer should ever get. */
export type Answer =
  | Confirmed
  | { readonly kind: 'soldOut' | 'limitReached' | 'notOpen' | 'mismatch' | 'inProgress' | 'overloaded' }
  | { readonly kind: 'lost' | 'failed'; readonly why: string };

/** One request and its answer; moments by performance.now(). */
export interface Attempt {
  readonly replica: string;
  readonly quantity: number;
  readonly beganAt: number;
  readonly endedAt: number;
  /** When it was promised an end, where the answer was that at first. */
  readonly promisedAt?: number;
  readonly answer: Answer;
}

/** What one buyer wants, under one key, and everything that was asked for it. */
export interface Wish {
  readonly buyerId: string;
  readonly key: string;
  readonly strategy: PurchaseStrategy;
  readonly quantity: number;
  readonly attempts: Attempt[];
}

/** Requests for the wish itself, without those that used its key for another quantity. */
function ownAttempts(wish: Wish): Attempt[] {
  return wish.attempts.filter((attempt) => attempt.quantity === wish.quantity);
}

/** An end that says what became of the purchase. */
export function isDefinite({ kind }: Answer): boolean {
  return kind !== 'lost' && kind !== 'inProgress' && kind !== 'failed';
}

/**
 * Nobody knows yet whether it was bought: to be asked again with the same key. "Overloaded" means that nothing was bought
 * by that request, and says nothing of one before it whose end is unknown.
 */
export function isOpen(wish: Wish): boolean {
  const inOrder = ownAttempts(wish).toSorted((a, b) => a.endedAt - b.endedAt);
  return inOrder.reduce((open, { answer }) => {
    if (!isDefinite(answer)) return true;
    return answer.kind === 'overloaded' ? open : false;
  }, false);
}
