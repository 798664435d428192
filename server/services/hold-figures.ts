import type { HoldInput } from '../domain/hold-input.ts';
import type { Hold, HoldAnswer } from '../domain/hold.ts';
import { figureOf } from '../domain/figures.ts';
import type { Sale } from '../domain/sale.ts';
import type { Figures } from './figures.ts';

/**
 * Counts checkouts beside purchases, each once: a refused hold when it is refused, a bought one when it is confirmed. One
 * that ends without an order was no purchase, and is seen in the held units only.
 */
export interface HoldFigures {
  held(sale: Sale, end: { input: HoldInput; answer: HoldAnswer; strategy: string; latencyMs: number }): void;
  confirmed(hold: Hold, strategy: string, latencyMs: number): void;
}

/** Counts into the figures of all purchases. */
export function createHoldFigures(figures: Pick<Figures, 'record'>): HoldFigures {
  return {
    held({ id: saleId, epoch }, { input, answer, strategy, latencyMs }) {
      if (answer.kind === 'held') return;
      const figure = figureOf(answer);
      figures.record({ saleId, epoch, strategy, figure, quantity: input.quantity, latencyMs });
    },
    confirmed({ saleId, epoch, quantity }, strategy, latencyMs) {
      figures.record({ saleId, epoch, strategy, figure: 'confirmed', quantity, latencyMs });
    },
  };
}
