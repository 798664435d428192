import { checkAnswers } from './check-answers.ts';
import { checkBooks } from './check-books.ts';
import { checkOrders } from './check-orders.ts';
import { checkSoldOut } from './check-sold-out.ts';
import type { Evidence, Violation } from './evidence.ts';

/** Every promise that a round broke; none when all is well. */
export function check(evidence: Evidence): Violation[] {
  return [
    ...checkBooks(evidence),
    ...checkOrders(evidence),
    ...checkAnswers(evidence),
    ...checkSoldOut(evidence),
  ];
}
