import type { PurchaseRequest } from '../domain/purchase.ts';
import type { Gate } from '../redis/gate.ts';

/** Takes units that were sold past the gate off it, afterwards: nobody waits for that, and being late only costs a refusal. */
export interface GateCorrections {
  correct(request: PurchaseRequest): void;
  /** Resolves when those begun so far have ended. */
  settled(): Promise<void>;
}

/** A correction that Redis does not take is forgotten: the gate is then too high, and Postgres refuses. */
export function createGateCorrections(gate: Gate): GateCorrections {
  const underWay = new Set<Promise<void>>();
  return {
    correct(request) {
      const correction = gate
        .correct(request, request.quantity)
        .catch(() => undefined)
        .finally(() => underWay.delete(correction));
      underWay.add(correction);
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}
