import type { PurchaseAnswer } from './purchase.ts';

/** How answers are counted. Each purchase counts once in `requests` and once in exactly one of the others. */
export const FIGURES = ['confirmed', 'soldOut', 'rejected', 'failed', 'unknown'] as const;

/** One of the ends above. */
export type Figure = (typeof FIGURES)[number];

/**
 * Which figure an answer counts in. A replay is a confirmed order that is not sold again: it counts as rejected work, not
 * as a sale. A promise of an end counts in none: the end itself is counted, once, by whoever writes it.
 */
export function figureOf(answer: Exclude<PurchaseAnswer, { kind: 'pending' }>): Figure {
  switch (answer.kind) {
    case 'confirmed':
      return 'confirmed';
    case 'soldOut':
      return 'soldOut';
    case 'replayed':
    case 'limitReached':
    case 'notOpen':
    case 'mismatch':
    case 'overloaded':
      return 'rejected';
    case 'inProgress':
      return 'unknown';
  }
}
