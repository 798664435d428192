import type { DataSource } from 'typeorm';
import type { Attack, AttackQuery } from '../domain/attack.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, noSuchSale } from '../domain/purchase-input.ts';
import { listAttacks } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { AttackBoard } from './attack-board.ts';
import { checkAttack, queueAttack, type AttackWish } from './attack-plan.ts';
import { runAttack, type AttackRun, type AttackRunDeps } from './attack-run.ts';

const QUEUE_MAX = 10;

/** Runs attacks on this server's own API, one after the other: two at once would measure each other. */
export interface Attacks extends AsyncDisposable {
  /** Throws a Problem for input out of bounds, no such sale, a LIVE sale, or a full queue. */
  launch(wish: AttackWish, actor: string): Promise<Attack>;
  /** Ends a running or queued attack on whichever replica runs it. Throws a Problem when there is none of that id. */
  stop(attackId: string): Promise<Attack>;
  /** Null for no such attack. */
  find(attackId: string): Promise<Attack | null>;
  /** Newest first. */
  list(query: AttackQuery): Promise<Attack[]>;
  /** The attack as it is, then as it changes, the latest state first; ends after its last. Throws a Problem when there is none. */
  subscribe(attackId: string): Promise<AsyncIterableIterator<Attack>>;
}

/** What it stands on. */
export interface AttacksDeps extends AttackRunDeps {
  readonly postgres: DataSource;
  readonly pubSub: PubSub;
}

/** See `Attacks`. */
export function createAttacks(deps: AttacksDeps): Attacks {
  const { board } = deps;
  const stopped = new Set<string>();
  let running: { readonly id: string; readonly run: AttackRun } | null = null;
  let worker: Promise<void> = Promise.resolve();
  let closing = false;

  async function takeTurn(attack: Attack, actor: string): Promise<void> {
    const run = runAttack(deps, attack, actor);
    running = { id: attack.id, run };
    if (stopped.has(attack.id)) run.stop();
    await run.ended.finally(() => (running = null));
    stopped.delete(attack.id);
  }

  function stopHere(attackId: string): void {
    if (!board.live().some((attack) => attack.id === attackId)) return;
    stopped.add(attackId);
    if (running?.id === attackId) running.run.stop();
  }
  const unlisten = deps.pubSub.listen('attackStopped', ({ attackId }) => stopHere(attackId));

  return {
    async launch(wish, actor) {
      checkAttack(wish);
      const sale = await deps.sales.find(wish.saleId);
      if (sale === null) throw noSuchSale();
      if (sale.mode === 'LIVE')
        throw new Problem('FORBIDDEN', 'A LIVE sale is not attacked. Launch it at a LAB sale.');
      if (closing || board.live().length > QUEUE_MAX) {
        throw new Problem('UNAVAILABLE', 'Too many attacks are waiting: let some end first.');
      }
      const attack = queueAttack(wish, sale);
      await board.show(attack, 'keep');
      // A failed end, with the stores away, must not keep the next attack from its turn.
      worker = worker.then(() => takeTurn(attack, actor)).catch(() => undefined);
      return attack;
    },
    async stop(attackId) {
      const attack = await existing(board, attackId);
      deps.pubSub.publish('attackStopped', { attackId });
      return attack;
    },
    find: (attackId) => board.find(attackId),
    async list(query) {
      checkInteger('first', query.first, { min: 1, max: limits.attacksPageMax });
      const attacks = await listAttacks(deps.postgres, query);
      const live = new Map(board.live().map((attack) => [attack.id, attack]));
      return attacks.map((attack) => live.get(attack.id) ?? attack);
    },
    async subscribe(attackId) {
      await existing(board, attackId);
      return board.watch(attackId);
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      for (const attack of board.live()) stopHere(attack.id);
      await worker;
      unlisten();
    },
  };
}

async function existing(board: AttackBoard, attackId: string): Promise<Attack> {
  const attack = await board.find(attackId);
  if (attack === null) {
    throw new Problem(
      'BAD_USER_INPUT',
      'No such attack. The query { attacks { id } } lists the latest ones.',
    );
  }
  return attack;
}
