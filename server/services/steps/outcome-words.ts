import type { Figure } from '../../domain/figures.ts';
import type { PurchaseOutcome } from '../../domain/purchase.ts';

/** How a buyer's purchase ended: as the strategy says, or with what it threw. */
export type BuyerEnd =
  | {
      readonly kind: 'outcome';
      readonly outcome: PurchaseOutcome;
      /** Of one that was promised an end: what it came to, once a writer has written it. */
      readonly late?: Figure;
    }
  | { readonly kind: 'thrown'; readonly error: unknown };

/** The end in words. */
export function endWords(end: BuyerEnd): string {
  if (end.kind === 'thrown')
    return `failed: ${end.error instanceof Error ? end.error.message : String(end.error)}`;
  return end.late === undefined ? outcomeWords(end.outcome) : lateWords(end.late);
}

function outcomeWords(outcome: PurchaseOutcome): string {
  switch (outcome.kind) {
    case 'confirmed':
    case 'replayed':
      return 'bought: the order is committed';
    case 'pending':
      return 'was promised an end: a writer has yet to write the order';
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

function lateWords(late: Figure): string {
  if (late === 'confirmed') return 'was promised an end, then bought: a writer has committed the order';
  return late === 'soldOut'
    ? 'was promised an end, then turned away: sold out'
    : 'was promised an end, then turned away';
}

const BOUGHT: readonly PurchaseOutcome['kind'][] = ['confirmed', 'replayed'];

/** Whether the buyer has an order. */
export function hasBought(end: BuyerEnd): boolean {
  return end.kind === 'outcome' && (end.late === 'confirmed' || BOUGHT.includes(end.outcome.kind));
}

/** Whether it was told that nothing is left. */
export function wasSoldOut(end: BuyerEnd): boolean {
  return end.kind === 'outcome' && (end.late === 'soldOut' || end.outcome.kind === 'soldOut');
}

/** Whether nobody knows how it ended: it failed in a way that was not foreseen, or is still owed its end. */
export function isUnknown(end: BuyerEnd): boolean {
  if (end.kind === 'thrown' || end.outcome.kind === 'inProgress') return true;
  return end.outcome.kind === 'pending' && end.late === undefined;
}
