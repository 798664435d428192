import type { DataSource } from 'typeorm';
import type { StepBuyer, StepOutside } from '../../domain/steps.ts';
import { readLocks, readRowHolder } from '../../postgres/steps/locks.ts';
import { countOrders } from '../../postgres/steps/scratch.ts';
import type { Actor } from './actor.ts';
import { heldWords, waitWords } from './lock-words.ts';
import { endWords } from './outcome-words.ts';
import type { Stage } from './stage.ts';
import { describeStatement } from './statement-words.ts';

/** What there is to see while everyone stands still. */
export interface Surroundings {
  readonly outside: StepOutside;
  locksOf(actor: Actor): string[];
  buyer(actor: Actor): StepBuyer;
}

/** Looks at the stores from outside: the committed stock and orders, and who holds which lock. */
export async function lookAround(stage: Stage, observer: DataSource): Promise<Surroundings> {
  const backends = stage.actors.flatMap((actor) => [...actor.backends]);
  const [books, orders, locks, holder] = await Promise.all([
    stage.books(),
    countOrders(observer, stage.saleId()),
    readLocks(observer, backends),
    readRowHolder(observer, stage.saleId()),
  ]);
  const { remaining, sold, redisRemaining } = books;
  const ownLocks = (actor: Actor) => locks.filter(({ backend }) => actor.backends.has(backend));
  const locksOf = (actor: Actor): string[] =>
    heldWords(ownLocks(actor), holder !== null && actor.backends.has(holder));
  return {
    outside: { remaining, sold, orders, redisRemaining },
    locksOf,
    buyer(actor) {
      const passage = actor.keeper.underWay() ?? actor.keeper.next();
      const end = actor.end();
      const status = stage.statusOf(actor);
      return {
        name: actor.name,
        status,
        statement: passage === null ? null : describeStatement(passage, stage.keyPrefix),
        waitsFor: stage.waits().get(actor.name) ?? [],
        waitsOn: status === 'WAITING' ? waitWords(ownLocks(actor)) : null,
        locks: locksOf(actor),
        outcome: end === null ? null : endWords(end),
      };
    },
  };
}
