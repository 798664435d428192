import type { PurchaseOutcome } from '../../domain/purchase.ts';

/** How a buyer's purchase ended: as the strategy says, or with what it threw. */
export type BuyerEnd =
  | { readonly kind: 'outcome'; readonly outcome: PurchaseOutcome }
  | { readonly kind: 'thrown'; readonly error: unknown };

/** The end in words. */
export function endWords(end: BuyerEnd): string {
  if (end.kind === 'thrown')
    return `failed: ${end.error instanceof Error ? end.error.message : String(end.error)}`;
  return outcomeWords(end.outcome);
}

function outcomeWords(outcome: PurchaseOutcome): string {
  switch (outcome.kind) {
    case 'confirmed':
    case 'replayed':
      return 'bought: the order is committed';
    case 'pending':
      return 'taken: the order is written behind';
    case 'soldOut':
      return 'turned away: sold out';
    case 'overloaded':
      return 'turned away: it gave up after several attempts';
    case 'limitReached':
      return `turned away: ${outcome.limit} units are the most for one buyer`;
    case 'notOpen':
      return 'turned away: the sale is not open';
    case 'mismatch':
      return 'turned away: the key was used for another purchase';
    case 'inProgress':
      return 'nobody knows: it may have been committed';
    case 'fenced':
      return 'turned away: the sale kept changing';
  }
}

const BOUGHT: readonly PurchaseOutcome['kind'][] = ['confirmed', 'replayed', 'pending'];

/** Whether the buyer has an order, or will have one. */
export function hasBought(end: BuyerEnd): boolean {
  return end.kind === 'outcome' && BOUGHT.includes(end.outcome.kind);
}
