import type { Afterwards } from '../domain/afterwards.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import type { Gate } from '../redis/gate.ts';

/** Takes units that were sold past the gate off it, afterwards: nobody waits for that, and being late only costs a refusal. */
export interface GateCorrections {
  correct(request: Pick<PurchaseRequest, 'saleId' | 'fence' | 'quantity'>): void;
}

/** So long what is sold is gathered: a message for each order was a seventh of what CONDITIONAL_UPDATE costs the server. */
const GATHER_MS = 5;

/**
 * What is sold of a sale within a moment comes off its gate together. A correction that Redis does not take leaves the gate
 * too high, and Postgres refuses, until the gate is built anew.
 */
export function createGateCorrections(gate: Gate, afterwards: Afterwards): GateCorrections {
  const sold = new Map<string, { readonly saleId: string; readonly fence: number; units: number }>();

  async function send(name: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const sale = sold.get(name);
    sold.delete(name);
    if (sale !== undefined) await gate.correct(sale, sale.units).catch(() => undefined);
  }

  return {
    correct({ saleId, fence, quantity }) {
      const name = `${saleId}/${fence}`;
      const sale = sold.get(name);
      if (sale !== undefined) {
        sale.units += quantity;
        return;
      }
      sold.set(name, { saleId, fence, units: quantity });
      void afterwards.begin(send(name));
    },
  };
}
