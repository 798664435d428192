import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Attack, AttackQuery } from '../domain/attack.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, noSuchSale } from '../domain/purchase-input.ts';
import { countUnfinished, listAttacks } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { AttackBoard } from './attack-board.ts';
import { checkAttack, queueAttack, type AttackWish } from './attack-plan.ts';
import { runAttack, type AttackRunDeps } from './attack-run.ts';
import { waitForTurn } from './attack-turn.ts';

const QUEUE_MAX = 10;
const GIVE_UP_EVERY_MS = 1_000;
const LOST_END = 'The stores were away when it ended, and its end was lost.';

/**
 * Runs attacks on this server's own API, one after the other whichever replica runs them: two at once would measure each
 * other.
 */
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
  /** Attacks of this replica that wait or run, each with what ends it early. */
  const under = new Map<string, { stop: () => void; ended: Promise<void> }>();
  const closing = new AbortController();

  async function follow(attack: Attack, actor: string): Promise<void> {
    const turn = waitForTurn(deps, attack.id);
    let stopped = false;
    const callOff = (): void => {
      stopped = true;
      turn.callOff();
    };
    const entry = { stop: callOff, ended: Promise.resolve() };
    entry.ended = turn.come.then(async (taken) => {
      // Others have ended it: they took this replica for dead.
      if (!taken && !stopped) return board.forget(attack.id);
      const run = runAttack(deps, attack, actor);
      entry.stop = run.stop;
      if (stopped) run.stop();
      return run.ended;
    });
    under.set(attack.id, entry);
    await entry.ended.catch(() => giveUp(attack.id));
    under.delete(attack.id);
  }

  /** Its end could not be kept, with the stores away. Left RUNNING it would keep all others from their turn. */
  async function giveUp(attackId: string): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        // eslint-disable-next-line no-await-in-loop -- again until Postgres is back
        return await board.fail(attackId, LOST_END);
      } catch {
        // eslint-disable-next-line no-await-in-loop
        await wait(GIVE_UP_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  const unlisten = deps.pubSub.listen('attackStopped', ({ attackId }) => under.get(attackId)?.stop());

  return {
    async launch(wish, actor) {
      checkAttack(wish);
      const sale = await deps.sales.find(wish.saleId);
      if (sale === null) throw noSuchSale();
      if (sale.mode === 'LIVE')
        throw new Problem('FORBIDDEN', 'A LIVE sale is not attacked. Launch it at a LAB sale.');
      if (closing.signal.aborted || (await countUnfinished(deps.postgres)) > QUEUE_MAX) {
        throw new Problem('UNAVAILABLE', 'Too many attacks are waiting: let some end first.');
      }
      const attack = queueAttack(wish, sale);
      await board.show(attack, 'keep');
      void follow(attack, actor);
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
      return attacks.map((attack) => board.latest(attack));
    },
    async subscribe(attackId) {
      await existing(board, attackId);
      return board.watch(attackId);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      const left = [...under.values()];
      for (const { stop } of left) stop();
      await Promise.allSettled(left.map(({ ended }) => ended));
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
