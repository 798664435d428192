import type { AttackReport } from '../../lab/generator/protocol.ts';
import type { Attack } from '../domain/attack.ts';
import type { SpanTotal } from '../domain/spans.ts';
import { noSuchSale } from '../domain/purchase-input.ts';
import type { AttackBoard } from './attack-board.ts';
import { startAttackProcess, type AttackProcess } from './attack-process.ts';
import type { Auditor } from './auditor.ts';
import { sampleLockWaits } from './lock-sampler.ts';
import type { Sales } from './sales.ts';

/** What a run stands on. */
export interface AttackRunDeps {
  readonly board: AttackBoard;
  readonly sales: Sales;
  readonly auditor: Auditor;
  /** This server's own GraphQL endpoint, known once it listens. */
  targetUrl(): string;
  /** Resolves when everything counted so far, on any replica, is in the totals. */
  settle(): Promise<unknown>;
  /** Sessions of Postgres that wait for a lock right now. */
  countLockWaits(): Promise<number>;
  /** Where the time of an epoch's purchases by one strategy went, over all replicas. */
  spansOf(run: { saleId: string; epoch: number; strategy: string }): Promise<readonly SpanTotal[]>;
}

/** One attack from its turn to its end. */
export interface AttackRun {
  /** Resolves when the attack has ended and its last state is kept; never rejects but for stores that are away. */
  readonly ended: Promise<void>;
  /** Ends it early: no new purchases, those under way are waited for. */
  stop(): void;
}

/** Runs a queued attack: reset, generator, audit. */
export function runAttack(deps: AttackRunDeps, queued: Attack, actor: string): AttackRun {
  let attack = queued;
  let generator: AttackProcess | null = null;
  let stopped = false;
  const finish = async (end: Partial<Attack>): Promise<void> =>
    void (await deps.board.keep({ ...attack, ...end, finishedAt: new Date() }));

  async function run(): Promise<void> {
    attack = await begin(deps, attack, actor);
    generator = startAttackProcess({ url: deps.targetUrl(), ...attack.plan }, (report) => {
      attack = { ...attack, figures: report, startedAt: new Date(report.startedAtMs) };
      deps.board.show(attack);
    });
    if (stopped) generator.stop();
    const sampler = sampleLockWaits(deps.countLockWaits);
    const figures = await generator.done.finally(() => (attack = { ...attack, lockWaits: sampler.stop() }));
    await deps.settle();
    const audit = await deps.auditor.audit(attack.plan.saleId, figures);
    const spans = await deps.spansOf({ ...attack.plan, epoch: audit.epoch });
    const startedAt = new Date(figures.startedAtMs);
    const error = figures.cutOff ? cutOffWords(attack.plan.requests, figures) : null;
    const state = stopped || error !== null ? 'STOPPED' : 'FINISHED';
    return finish({ state, error, figures, audit, spans, startedAt });
  }

  const fail = (error: unknown): Promise<void> =>
    finish({ state: 'FAILED', error: error instanceof Error ? error.message : String(error) });
  return {
    ended: run().catch(fail),
    stop() {
      stopped = true;
      generator?.stop();
    },
  };
}

/** A part of a run, as one that somebody stopped: it says nothing of buyers who were not served. */
function cutOffWords(requests: number, { sent }: AttackReport): string {
  const [part, whole] = [sent, requests].map((value) => value.toLocaleString('en-US'));
  return `Cut off, since a run lasts two minutes at most: ${part} of ${whole} purchases were sent.`;
}

const ENDED = 'Others have ended it before it began.';

async function begin(deps: AttackRunDeps, attack: Attack, actor: string): Promise<Attack> {
  const { saleId, stock, raceWindowMs } = attack.plan;
  // This replica may have been frozen since its turn came, and another attack may run on the sale: nothing is reset then.
  if (!(await deps.board.goesOn(attack.id))) throw new Error(ENDED);
  const sale =
    stock === null
      ? await deps.sales.find(saleId)
      : await deps.sales.reset(saleId, { stock, raceWindowMs }, actor);
  if (sale === null) throw noSuchSale();
  const begun: Attack = {
    ...attack,
    state: 'RUNNING',
    epoch: sale.epoch,
    stock: sale.stock,
    raceWindowMs: sale.raceWindowMs,
    startedAt: new Date(),
  };
  if (!(await deps.board.keep(begun))) throw new Error(ENDED);
  return begun;
}
