import type { Truth } from '../domain/truth.ts';
import type { Credit, RememberingGate } from '../redis/gate.ts';

/** Tells the gate afterwards of units that holds moved past it. Nobody waits for that. */
export interface GateUpkeep {
  /** Units were held: the gate comes down. */
  taken(sale: { saleId: string; fence: number }, quantity: number): void;
  /** Units came back: the gate goes up, once for each id. */
  returned(credit: Credit): void;
  /** Resolves when what was begun so far has ended. */
  settled(): Promise<void>;
}

/**
 * What Redis does not take is forgotten here: the gate remembers that it missed something and is built anew. Until then one
 * that is too high sends a buyer to Postgres for a refusal, and one that is too low is found out when it is empty.
 */
export function createGateUpkeep(
  gate: Pick<RememberingGate, 'correct' | 'credit'>,
  truth: Pick<Truth, 'forgetStanding'>,
): GateUpkeep {
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const done = work.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  return {
    taken: (sale, quantity) => track(gate.correct(sale, quantity)),
    returned(credit) {
      truth.forgetStanding(credit.saleId);
      track(gate.credit(credit));
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}
