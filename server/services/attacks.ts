import type { DataSource } from 'typeorm';
import type { Attack, AttackQuery } from '../domain/attack.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import type { SaleState } from '../domain/sale.ts';
import { askToStop, countUnfinished, listAttacks } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { AttackBoard } from './attack-board.ts';
import { checkAttack, queueAttack, type AttackWish } from './attack-plan.ts';
import type { AttackRunDeps } from './attack-run.ts';
import { createOwnAttacks } from './own-attacks.ts';

const QUEUE_MAX = 10;

/**
 * Runs attacks on this server's own API, one after the other whichever replica runs them: two at once would measure each
 * other.
 */
export interface Attacks extends AsyncDisposable {
  /** Throws a Problem for input out of bounds, no such sale, one that is LIVE or not open, or a full queue. */
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

const nobodyCouldBuy = (state: SaleState): Problem =>
  new Problem(
    'BAD_USER_INPUT',
    `The sale is ${state}, and a reset leaves it so: nobody could buy. Open it first, with openSale or by its window.`,
  );

/** See `Attacks`. */
export function createAttacks(deps: AttacksDeps): Attacks {
  const { board } = deps;
  const own = createOwnAttacks(deps);

  return {
    async launch(wish, actor) {
      checkAttack(wish);
      const sale = await deps.sales.find(wish.saleId);
      if (sale === null) throw noSuchSale();
      if (sale.mode === 'LIVE')
        throw new Problem('FORBIDDEN', 'A LIVE sale is not attacked. Launch it at a LAB sale.');
      if (sale.state !== 'OPEN' && sale.state !== 'SOLD_OUT') throw nobodyCouldBuy(sale.state);
      if (own.isClosing() || (await countUnfinished(deps.postgres)) > QUEUE_MAX) {
        throw new Problem('UNAVAILABLE', 'Too many attacks are waiting: let some end first.');
      }
      const attack = queueAttack(wish, sale);
      await board.enter(attack);
      own.follow(attack, actor);
      return attack;
    },
    async stop(attackId) {
      const attack = await existing(board, attackId);
      deps.pubSub.publish('attackStopped', { attackId });
      // A message may be lost; whoever runs it finds this.
      await askToStop(deps.postgres, attackId);
      return attack;
    },
    find: (attackId) => board.find(attackId),
    async list(query) {
      if (query.saleId !== null) checkSaleId(query.saleId);
      checkInteger('first', query.first, { min: 1, max: limits.attacksPageMax });
      const attacks = await listAttacks(deps.postgres, query);
      return attacks.map((attack) => board.latest(attack));
    },
    async subscribe(attackId) {
      await existing(board, attackId);
      return board.watch(attackId);
    },
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
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
