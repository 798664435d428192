import type { DataSource } from 'typeorm';
import type { Attack, AttackState } from '../domain/attack.ts';
import { failOrphan, findAttack, insertAttack, saveAttack } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { createSharedFeed, type SharedFeed } from '../realtime/shared-feed.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The attacks of this replica as they stand now, and everybody's as they were last heard of. */
export interface AttackBoard {
  /** Keeps a queued attack in Postgres and shows it to whoever watches. */
  enter(attack: Attack): Promise<void>;
  /** Shows a new state of it, which passes. */
  show(attack: Attack): void;
  /** Keeps a new state of it, and shows it. False when others have ended it: they took this replica for dead. */
  keep(attack: Attack): Promise<boolean>;
  /** False when others have ended it. */
  goesOn(attackId: string): Promise<boolean>;
  /** This replica has no more to tell of an attack of its own: what Postgres has of it counts. */
  forget(attackId: string): void;
  /** Ends an attack that nobody runs as FAILED, unless it has ended. Throws while Postgres is away. */
  fail(attackId: string, error: string): Promise<void>;
  /** Null for no such attack. */
  find(attackId: string): Promise<Attack | null>;
  /** An attack as Postgres has it, or as it was heard of since: progress is told and not kept. */
  latest(kept: Attack): Attack;
  /** As in `find`, then each change, the latest first; ends after the last one. */
  watch(attackId: string): SharedFeed<Attack>;
}

/** True for a state that no other follows. */
export function hasEnded(state: AttackState): boolean {
  return state === 'FINISHED' || state === 'STOPPED' || state === 'FAILED';
}

/** See `AttackBoard`. `replicaId` signs what is kept, so that the death of a replica can be told from a long run. */
export function createAttackBoard(deps: {
  postgres: DataSource;
  pubSub: PubSub;
  replicaId: string;
}): AttackBoard {
  const live = new Map<string, Attack>();
  const listen = hearAttacks(deps.pubSub);
  const heard = new Map<string, Attack>();
  // It ends with the messages, which end with the replica.
  listen((attack) => {
    if (hasEnded(attack.state)) heard.delete(attack.id);
    else if (!live.has(attack.id)) heard.set(attack.id, attack);
  });

  const board: AttackBoard = {
    async enter(attack) {
      await insertAttack(deps.postgres, attack, deps.replicaId);
      board.show(attack);
    },
    show(attack) {
      if (hasEnded(attack.state)) live.delete(attack.id);
      else live.set(attack.id, attack);
      deps.pubSub.publish('attackChanged', { attackId: attack.id, attack });
    },
    async keep(attack) {
      if (await saveAttack(deps.postgres, attack)) {
        board.show(attack);
        return true;
      }
      // Who watches it may have missed its end.
      const ended = await findAttack(deps.postgres, attack.id);
      if (ended !== null) board.show(ended);
      return false;
    },
    async goesOn(attackId) {
      const kept = await findAttack(deps.postgres, attackId);
      return kept !== null && !hasEnded(kept.state);
    },
    forget: (attackId) => void live.delete(attackId),
    async fail(attackId, error) {
      live.delete(attackId);
      const attack = await failOrphan(deps.postgres, { id: attackId }, error);
      if (attack !== null) deps.pubSub.publish('attackChanged', { attackId, attack });
    },
    async find(attackId) {
      if (!UUID.test(attackId)) return null;
      const own = live.get(attackId);
      if (own !== undefined) return own;
      const kept = await findAttack(deps.postgres, attackId);
      return kept === null ? null : board.latest(kept);
    },
    latest(kept) {
      const own = live.get(kept.id);
      if (own !== undefined) return own;
      if (!hasEnded(kept.state)) return heard.get(kept.id) ?? kept;
      // Its last message was missed.
      heard.delete(kept.id);
      return kept;
    },
    watch: (attackId) => follow(attackId, listen, () => board.find(attackId)),
  };
  return board;
}

type Listen = (hear: (attack: Attack) => void) => () => void;

function follow(attackId: string, listen: Listen, find: () => Promise<Attack | null>): SharedFeed<Attack> {
  return createSharedFeed((hearer) => {
    let isTold = false;
    const send = (attack: Attack | null): void => {
      if (attack === null) return;
      isTold = true;
      hearer.next(attack);
      if (hasEnded(attack.state)) hearer.end();
    };
    // Listen first, then look: a change between the two must not be missed, nor what was before it be told after it.
    const unlisten = listen((attack) => (attack.id === attackId ? send(attack) : undefined));
    find().then((attack) => (isTold ? undefined : send(attack)), hearer.end);
    return unlisten;
  });
}

/** Attacks as messages tell of them. */
function hearAttacks(pubSub: PubSub): Listen {
  const revived = oncePerObject(reviveAttack);
  return (hear) => pubSub.listen('attackChanged', ({ attack }) => hear(revived(attack as Attack)));
}

/** One message is one state, the same object for all who watch. */
function oncePerObject<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, To>();
  return (from) => {
    const to = made.get(from) ?? make(from);
    made.set(from, to);
    return to;
  };
}

/** Dates come from another replica as text. */
function reviveAttack(attack: Attack): Attack {
  const date = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
  const audit =
    attack.audit === null ? null : { ...attack.audit, checkedAt: new Date(attack.audit.checkedAt) };
  return { ...attack, audit, startedAt: date(attack.startedAt), finishedAt: date(attack.finishedAt) };
}
