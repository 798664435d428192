import type { DataSource } from 'typeorm';
import type { Truth } from '../domain/truth.ts';
import {
  pauseForExcess,
  readImbalances,
  returnLostUnits,
  type Imbalance,
} from '../postgres/repositories/imbalances.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { LEASE_MS, type Gate } from '../redis/gate.ts';

const EVERY_MS = 1_000;

/** What it works on. */
export interface ReconcilerDeps {
  readonly postgres: DataSource;
  readonly gate: Gate;
  readonly truth: Truth;
  readonly pubSub: PubSub;
  /** Strategies whose orders may break the books on purpose. */
  readonly unsafeStrategies: readonly string[];
  readonly onError: (error: unknown) => void;
}

/** What the last check found, in units over all sales: both should be 0, and `excess` above it calls a person. */
export interface Reconciler extends Disposable {
  lost(): number;
  excess(): number;
}

/** A discrepancy and since when it has stood unchanged. */
interface Finding {
  readonly what: string;
  readonly since: number;
}

/**
 * Holds every sale against its conservation identity, stock = remaining + held + pooled + sold, and its gate against
 * what is left. Repairs go in one direction only: units that are in no account, unchanged for longer than any purchase
 * can take, go back on sale with a row in the ledger. More units than there are is never corrected by a program: the
 * sale is paused and the alarm figure raised. A gate that stands wrong while nothing moves is built anew, be it too low
 * (a dead replica's units) or too high (sold by one that died while Redis was away).
 */
export function startReconciler(deps: ReconcilerDeps): Reconciler {
  const findings = new Map<string, Finding>();
  const totals = { lost: 0, excess: 0 };
  let busy = false;

  /** True once the same thing has been found for longer than a lease. */
  function isOld(saleId: string, what: string): boolean {
    const known = findings.get(saleId);
    if (known?.what !== what) findings.set(saleId, { what, since: performance.now() });
    return known?.what === what && performance.now() - known.since > LEASE_MS;
  }

  async function check(): Promise<void> {
    const sales = await readImbalances(deps.postgres, deps.unsafeStrategies);
    totals.lost = sum(sales, (sale) => Math.max(0, sale.lost));
    totals.excess = sum(sales, (sale) => Math.max(0, sale.madeUnsafe ? 0 : -sale.lost));
    for (const sale of sales) {
      // eslint-disable-next-line no-await-in-loop -- one sale after the other: this must never be a load of its own
      await checkOne(sale);
    }
  }

  async function checkOne(sale: Imbalance): Promise<void> {
    if (sale.lost < 0 && !sale.madeUnsafe) {
      if (await pauseForExcess(deps.postgres, sale))
        deps.pubSub.publish('saleChanged', { saleId: sale.saleId });
      return;
    }
    if (sale.lost > 0) {
      const isDue = isOld(sale.saleId, `${sale.fence} lost ${sale.lost}`);
      if (isDue && (await returnLostUnits(deps.postgres, sale))) await rebuildGate(sale);
      return;
    }
    const gate = await deps.gate.read(sale.saleId, sale.fence);
    const off = gate === null ? 0 : Math.max(0, sale.remaining) - gate.left - gate.pending;
    if (off === 0) findings.delete(sale.saleId);
    else if (isOld(sale.saleId, `${sale.fence} gate ${sale.remaining} ${gate?.left}`))
      await rebuildGate(sale);
  }

  async function rebuildGate(sale: Imbalance): Promise<void> {
    findings.delete(sale.saleId);
    const event = {
      kind: 'repair',
      actor: 'reconciler',
      reason: 'the gate stood wrong for longer than a lease',
    } as const;
    const raised = await deps.truth.raiseFence({ saleId: sale.saleId, ifFence: sale.fence }, event);
    if (raised !== null) await deps.gate.build({ saleId: sale.saleId, ...raised }, sale.fence);
    deps.pubSub.publish('saleChanged', { saleId: sale.saleId });
  }

  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    check()
      .catch(deps.onError)
      .finally(() => (busy = false));
  }, EVERY_MS);
  return {
    lost: () => totals.lost,
    excess: () => totals.excess,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function sum(sales: readonly Imbalance[], units: (sale: Imbalance) => number): number {
  return sales.reduce((total, sale) => total + units(sale), 0);
}
