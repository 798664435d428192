import type { DataSource } from 'typeorm';
import type { Attack, AttackState } from '../domain/attack.ts';
import { failOrphan, findAttack, saveAttack } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { createSharedFeed, type SharedFeed } from '../realtime/shared-feed.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The attacks of this replica as they stand now, and everybody's as they were last heard of. */
export interface AttackBoard {
  /** Shows a new state to whoever watches; `keep` writes it to Postgres first. */
  show(attack: Attack, keep: 'keep' | 'pass'): Promise<void>;
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
  const revived = oncePerObject(reviveAttack);
  const heard = new Map<string, Attack>();
  // It ends with the messages, which end with the replica.
  deps.pubSub.listen('attackChanged', (message) => {
    const attack = revived(message.attack as Attack);
    if (hasEnded(attack.state)) heard.delete(attack.id);
    else if (!live.has(attack.id)) heard.set(attack.id, attack);
  });

  const board: AttackBoard = {
    async show(attack, keep) {
      if (keep === 'keep') await saveAttack(deps.postgres, attack, deps.replicaId);
      if (hasEnded(attack.state)) live.delete(attack.id);
      else live.set(attack.id, attack);
      deps.pubSub.publish('attackChanged', { attackId: attack.id, attack });
    },
    forget: (attackId) => void live.delete(attackId),
    async fail(attackId, error) {
      live.delete(attackId);
      const attack = await failOrphan(deps.postgres, attackId, error);
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
    watch: (attackId) =>
      createSharedFeed((hearer) => {
        let isTold = false;
        const send = (attack: Attack | null): void => {
          if (attack === null) return;
          isTold = true;
          hearer.next(attack);
          if (hasEnded(attack.state)) hearer.end();
        };
        // Listen first, then look: a change between the two must not be missed, nor what was before it be told after it.
        const unlisten = deps.pubSub.listen('attackChanged', (message) => {
          if (message.attackId === attackId) send(revived(message.attack as Attack));
        });
        board.find(attackId).then((attack) => (isTold ? undefined : send(attack)), hearer.end);
        return unlisten;
      }),
  };
  return board;
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
