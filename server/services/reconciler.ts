import type { DataSource } from 'typeorm';
import type { Truth } from '../domain/truth.ts';
import {
  haveSold,
  pauseForExcess,
  returnLostUnits,
  type Imbalance,
} from '../postgres/repositories/imbalances.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { LEASE_MS, type Gate } from '../redis/gate.ts';
import { createBalances } from './reconciler-balances.ts';
import { createRounds } from './reconciler-rounds.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 1_000;

/** What it works on. */
export interface ReconcilerDeps {
  readonly postgres: DataSource;
  readonly gate: Gate;
  readonly truth: Truth;
  readonly pubSub: Pick<PubSub, 'publish'>;
  /** Strategies whose orders may break the books on purpose. */
  readonly unsafeStrategies: readonly string[];
  readonly onError: (error: unknown) => void;
}

/** What the last look at each sale found, in units over all sales: both should be 0, and `excess` above it calls a person. */
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
 *
 * A sale is looked at within a second of each change, and now and then without one.
 */
export function startReconciler(deps: ReconcilerDeps): Reconciler {
  const { postgres, pubSub, unsafeStrategies, onError } = deps;
  const findings = createFindings();
  const wrong = new Map<string, number>();
  const rounds = createRounds();
  const readBalances = createBalances({ ...deps, rounds });

  function mend(sale: Imbalance): Promise<void> {
    findings.forget(sale.saleId);
    return rebuildGate(deps, sale);
  }

  async function check(): Promise<void> {
    const sales = await readBalances();
    const gates = await readGates(deps.gate, sales);
    for (const [index, sale] of sales.entries()) {
      // eslint-disable-next-line no-await-in-loop -- one sale after the other: this must never be a load of its own
      await checkOne(sale, gates[index] ?? null).catch((error: unknown) => {
        // One that is locked for long, or can't be mended, keeps nobody from looking at the others.
        onError(new Error(`the books of sale ${sale.saleId} can't be checked`, { cause: error }));
      });
    }
  }

  async function checkOne(sale: Imbalance, gate: GateSeen): Promise<void> {
    if (sale.lost < 0) return checkExcess(sale);
    if (sale.lost > 0) {
      wrong.set(sale.saleId, sale.lost);
      rounds.watch(sale.saleId, 'whole');
      if (!findings.isOld(sale.saleId, `${sale.fence} lost ${sale.lost}`)) return;
      // Should it fail, the next try is a lease away: it counts under the row's lock.
      findings.forget(sale.saleId);
      if (await returnLostUnits(postgres, sale)) await mend(sale);
      return;
    }
    wrong.delete(sale.saleId);
    const off = gate === null ? 0 : Math.max(0, sale.remaining) - gate.left - gate.pending;
    if (off === 0) {
      findings.forget(sale.saleId);
      rounds.settle(sale);
      return;
    }
    rounds.watch(sale.saleId);
    if (findings.isOld(sale.saleId, `${sale.fence} gate ${sale.remaining} ${gate?.left}`)) await mend(sale);
  }

  /** Unsafe strategies sell more than there is on purpose; nothing else may. */
  async function checkExcess(sale: Imbalance): Promise<void> {
    if (await haveSold(postgres, sale.saleId, unsafeStrategies)) {
      wrong.delete(sale.saleId);
      rounds.settle(sale);
      return;
    }
    // What was found among all orders is found again only there.
    rounds.watch(sale.saleId, 'whole');
    const excess = await pauseForExcess(postgres, sale, unsafeStrategies);
    if (excess === null) wrong.delete(sale.saleId);
    else wrong.set(sale.saleId, -excess.units);
    if (excess?.isPausedNow === true) pubSub.publish('saleChanged', { saleId: sale.saleId });
  }

  const round = repeat(check, { everyMs: EVERY_MS, onError });
  return {
    lost: () => sum(wrong, (lost) => Math.max(0, lost)),
    excess: () => sum(wrong, (lost) => Math.max(0, -lost)),
    [Symbol.dispose]: () => round[Symbol.dispose](),
  };
}

type GateSeen = Awaited<ReturnType<Gate['read']>>;

/** All gates in one go; a Redis that is away has no gates that could be wrong. */
function readGates(gate: Gate, sales: readonly Imbalance[]): Promise<GateSeen[]> {
  return Promise.all(sales.map(({ saleId, fence }) => gate.read(saleId, fence).catch(() => null)));
}

/** What was found wrong with each sale at the last look. */
function createFindings() {
  const findings = new Map<string, Finding>();
  return {
    /** True once the same thing has been found for longer than a lease. */
    isOld(saleId: string, what: string): boolean {
      const known = findings.get(saleId);
      if (known?.what !== what) findings.set(saleId, { what, since: performance.now() });
      return known?.what === what && performance.now() - known.since > LEASE_MS;
    },
    forget: (saleId: string) => findings.delete(saleId),
  };
}

/** Of replicas that notice the same thing one does it: the fence tells. */
async function rebuildGate(
  { truth, gate, pubSub }: ReconcilerDeps,
  { saleId, fence }: Imbalance,
): Promise<void> {
  const event = {
    kind: 'repair',
    actor: 'reconciler',
    reason: 'the gate stood wrong for longer than a lease',
  } as const;
  const raised = await truth.raiseFence({ saleId, ifFence: fence }, event);
  if (raised !== null) await gate.build({ saleId, ...raised }, fence);
  pubSub.publish('saleChanged', { saleId });
}

function sum(wrong: ReadonlyMap<string, number>, units: (lost: number) => number): number {
  return [...wrong.values()].reduce((total, lost) => total + units(lost), 0);
}
