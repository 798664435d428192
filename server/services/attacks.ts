import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';
import type { DataSource } from 'typeorm';
import type { Attack, AttackState } from '../domain/attack.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, noSuchSale } from '../domain/purchase-input.ts';
import { findAttack, listAttacks, saveAttack } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { checkAttack, queueAttack, type AttackWish } from './attack-plan.ts';
import { startAttackProcess, type AttackProcess } from './attack-process.ts';
import type { Auditor } from './auditor.ts';
import type { Sales } from './sales.ts';

const QUEUE_MAX = 10;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Runs attacks on this server's own API, one after the other: two at once would measure each other. */
export interface Attacks extends AsyncDisposable {
  /** Throws a Problem for input out of bounds, no such sale, a LIVE sale, or a full queue. */
  launch(wish: AttackWish, actor: string): Promise<Attack>;
  /** Ends a running or queued attack on whichever replica runs it. Throws a Problem when there is none of that id. */
  stop(attackId: string): Promise<Attack>;
  /** Null for no such attack. */
  find(attackId: string): Promise<Attack | null>;
  list(query: { saleId: string | null; first: number }): Promise<Attack[]>;
  /** The attack as it is, then as it changes, the latest state first; ends after its last. Throws a Problem when there is none. */
  subscribe(attackId: string): Promise<AsyncIterableIterator<Attack>>;
}

/** What it stands on. `targetUrl` is this server's own GraphQL endpoint, known once it listens. */
export interface AttacksDeps {
  readonly postgres: DataSource;
  readonly pubSub: PubSub;
  readonly sales: Sales;
  readonly auditor: Auditor;
  readonly replicaId: string;
  targetUrl(): string;
  /** Resolves when everything counted so far is in the totals. */
  flushFigures(): Promise<void>;
}

/** See `Attacks`. */
export function createAttacks(deps: AttacksDeps): Attacks {
  const waiting: Attack[] = [];
  const live = new Map<string, Attack>();
  const stopped = new Set<string>();
  let running: { id: string; process: AttackProcess | null } | null = null;
  let worker: Promise<void> = Promise.resolve();
  let closing = false;

  const publish = (attack: Attack): void => {
    live.set(attack.id, attack);
    deps.pubSub.publish('attackChanged', { attackId: attack.id, attack });
  };
  async function finish(attack: Attack): Promise<void> {
    const ended = { ...attack, finishedAt: new Date() };
    await saveAttack(deps.postgres, ended, deps.replicaId);
    publish(ended);
    live.delete(ended.id);
    stopped.delete(ended.id);
  }

  async function run(queued: Attack, actor: string): Promise<void> {
    running = { id: queued.id, process: null };
    let attack = queued;
    try {
      if (stopped.has(attack.id)) return await finish({ ...attack, state: 'STOPPED' });
      attack = await begin(attack, actor);
      const process = startAttackProcess({ url: deps.targetUrl(), ...attack.plan }, (report) => {
        attack = { ...attack, figures: report, startedAt: new Date(report.startedAtMs) };
        publish(attack);
      });
      running.process = process;
      if (stopped.has(attack.id)) process.stop();
      const report = await process.done;
      await deps.flushFigures();
      const audit = await deps.auditor.audit(attack.plan.saleId, report);
      const state: AttackState = stopped.has(attack.id) ? 'STOPPED' : 'FINISHED';
      await finish({ ...attack, state, figures: report, audit, startedAt: new Date(report.startedAtMs) });
    } catch (error) {
      await finish({
        ...attack,
        state: 'FAILED',
        error: error instanceof Error ? error.message : String(error),
      });
    } finally {
      running = null;
    }
  }

  async function begin(attack: Attack, actor: string): Promise<Attack> {
    const { saleId, stock, raceWindowMs } = attack.plan;
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
    await saveAttack(deps.postgres, begun, deps.replicaId);
    publish(begun);
    return begun;
  }

  function stopHere(attackId: string): void {
    if (!live.has(attackId)) return;
    stopped.add(attackId);
    if (running?.id === attackId) running.process?.stop();
  }
  const unlisten = deps.pubSub.listen('attackStopped', ({ attackId }) => stopHere(attackId));

  async function find(attackId: string): Promise<Attack | null> {
    if (!UUID.test(attackId)) return null;
    return live.get(attackId) ?? findAttack(deps.postgres, attackId);
  }

  return {
    async launch(wish, actor) {
      checkAttack(wish);
      const sale = await deps.sales.find(wish.saleId);
      if (sale === null) throw noSuchSale();
      if (sale.mode === 'LIVE')
        throw new Problem('FORBIDDEN', 'A LIVE sale is not attacked. Launch it at a LAB sale.');
      if (closing || waiting.length >= QUEUE_MAX)
        throw new Problem('UNAVAILABLE', 'Too many attacks are waiting: let some end first.');
      const attack = queueAttack(wish, sale);
      await saveAttack(deps.postgres, attack, deps.replicaId);
      publish(attack);
      waiting.push(attack);
      worker = worker.then(() => {
        waiting.shift();
        return run(attack, actor);
      });
      return attack;
    },
    async stop(attackId) {
      const attack = await find(attackId);
      if (attack === null) throw noSuchAttack();
      deps.pubSub.publish('attackStopped', { attackId });
      return (await find(attackId)) ?? attack;
    },
    find,
    async list({ saleId, first }) {
      checkInteger('first', first, { min: 1, max: limits.attacksPageMax });
      const attacks = await listAttacks(deps.postgres, { saleId, first });
      return attacks.map((attack) => live.get(attack.id) ?? attack);
    },
    async subscribe(attackId) {
      if ((await find(attackId)) === null) throw noSuchAttack();
      return new Repeater<Attack>(async (push, stop) => {
        const send = (attack: Attack | null): void => {
          if (attack === null) return;
          void push(attack);
          if (hasEnded(attack.state)) stop();
        };
        // Listen first, then look: a change between the two must not be missed.
        const unlistenChanges = deps.pubSub.listen('attackChanged', (message) => {
          if (message.attackId === attackId) send(reviveAttack(message.attack as Attack));
        });
        send(await find(attackId));
        await stop;
        unlistenChanges();
      }, new SlidingBuffer(1));
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      for (const attack of live.values()) stopHere(attack.id);
      await worker;
      unlisten();
    },
  };
}

/** True for a state that no other follows. */
export function hasEnded(state: AttackState): boolean {
  return state === 'FINISHED' || state === 'STOPPED' || state === 'FAILED';
}

/** Dates come from another replica as text. */
function reviveAttack(attack: Attack): Attack {
  const date = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
  const audit =
    attack.audit === null ? null : { ...attack.audit, checkedAt: new Date(attack.audit.checkedAt) };
  return { ...attack, audit, startedAt: date(attack.startedAt), finishedAt: date(attack.finishedAt) };
}

function noSuchAttack(): Problem {
  return new Problem('BAD_USER_INPUT', 'No such attack. The query { attacks { id } } lists the latest ones.');
}
