import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';
import type { DataSource } from 'typeorm';
import type { Attack, AttackState } from '../domain/attack.ts';
import { findAttack, saveAttack } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The attacks of this replica as they stand now, and everybody's as they stand in Postgres. */
export interface AttackBoard {
  /** Shows a new state to whoever watches; `keep` writes it to Postgres first. */
  show(attack: Attack, keep: 'keep' | 'pass'): Promise<void>;
  /** The running and waiting attacks of this replica. */
  live(): readonly Attack[];
  /** Null for no such attack. */
  find(attackId: string): Promise<Attack | null>;
  /** As in `find`, then each change, the latest first; ends after the last one. */
  watch(attackId: string): AsyncIterableIterator<Attack>;
}

/** True for a state that no other follows. */
function hasEnded(state: AttackState): boolean {
  return state === 'FINISHED' || state === 'STOPPED' || state === 'FAILED';
}

/** See `AttackBoard`. `replicaId` signs what is kept, so that the death of a replica can be told from a long run. */
export function createAttackBoard(deps: {
  postgres: DataSource;
  pubSub: PubSub;
  replicaId: string;
}): AttackBoard {
  const live = new Map<string, Attack>();

  const board: AttackBoard = {
    async show(attack, keep) {
      if (keep === 'keep') await saveAttack(deps.postgres, attack, deps.replicaId);
      if (hasEnded(attack.state)) live.delete(attack.id);
      else live.set(attack.id, attack);
      deps.pubSub.publish('attackChanged', { attackId: attack.id, attack });
    },
    live: () => [...live.values()],
    async find(attackId) {
      if (!UUID.test(attackId)) return null;
      return live.get(attackId) ?? findAttack(deps.postgres, attackId);
    },
    watch: (attackId) =>
      new Repeater<Attack>(async (push, stop) => {
        const send = (attack: Attack | null): void => {
          if (attack === null) return;
          void push(attack);
          if (hasEnded(attack.state)) stop();
        };
        // Listen first, then look: a change between the two must not be missed.
        const unlisten = deps.pubSub.listen('attackChanged', (message) => {
          if (message.attackId === attackId) send(reviveAttack(message.attack as Attack));
        });
        send(await board.find(attackId));
        await stop;
        unlisten();
      }, new SlidingBuffer(1)),
  };
  return board;
}

/** Dates come from another replica as text. */
function reviveAttack(attack: Attack): Attack {
  const date = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
  const audit =
    attack.audit === null ? null : { ...attack.audit, checkedAt: new Date(attack.audit.checkedAt) };
  return { ...attack, audit, startedAt: date(attack.startedAt), finishedAt: date(attack.finishedAt) };
}
