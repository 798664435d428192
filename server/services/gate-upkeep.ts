import type { Redis } from 'ioredis';
import { creditGate, type Credit } from '../redis/gate-credit.ts';
import type { Truth } from '../domain/truth.ts';
import type { Gate } from '../redis/gate.ts';

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
 * What Redis does not take is forgotten: a gate that is too high sends a buyer to Postgres for a refusal, one that is too
 * low is found out when it is empty.
 */
export function createGateUpkeep(redis: Redis, gate: Gate, truth: Pick<Truth, 'forgetStanding'>): GateUpkeep {
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const done = work.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  return {
    taken: (sale, quantity) => track(gate.correct(sale, quantity)),
    returned(credit) {
      truth.forgetStanding(credit.saleId);
      track(creditGate(redis, credit));
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}
