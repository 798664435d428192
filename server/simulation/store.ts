import type { Owner } from './scheduler.ts';
import type { World } from './world.ts';

/** The machine a store runs on, as its clients meet it. */
export interface Store {
  readonly name: 'redis' | 'postgres';
  /** Rises when its process dies: what was under way before is gone. */
  life(): number;
  isUp(): boolean;
  frozenUntil(): number;
  isCutFrom(owner: Owner): boolean;
  /** Hears of the next end of its connections. Returns how to stop listening. */
  onBroken(listener: () => void): () => void;
  kill(downMs: number): void;
  freeze(forMs: number): void;
  cut(owner: Owner, forMs: number): void;
  /** Up, thawed and reachable by everybody. */
  heal(): void;
}

/** A healthy one. */
export function createStore(world: World, name: Store['name']): Store {
  const { scheduler } = world;
  const listeners = new Set<() => void>();
  const cutUntil = new Map<Owner, number>();
  let life = 1;
  let downUntil = 0;
  let frozenUntil = 0;
  return {
    name,
    life: () => life,
    isUp: () => scheduler.now() >= downUntil,
    frozenUntil: () => frozenUntil,
    isCutFrom: (owner) => scheduler.now() < (cutUntil.get(owner) ?? 0),
    onBroken(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kill(downMs) {
      world.note(name, `KILLED, down for ${Math.round(downMs)} ms`);
      life += 1;
      downUntil = scheduler.now() + downMs;
      frozenUntil = 0;
      const heard = [...listeners];
      listeners.clear();
      for (const listener of heard) listener();
    },
    freeze(forMs) {
      world.note(name, `FROZEN for ${Math.round(forMs)} ms`);
      frozenUntil = scheduler.now() + forMs;
    },
    cut(owner, forMs) {
      world.note(name, `CUT OFF from ${owner.name} for ${Math.round(forMs)} ms`);
      cutUntil.set(owner, scheduler.now() + forMs);
    },
    heal() {
      downUntil = 0;
      frozenUntil = 0;
      cutUntil.clear();
    },
  };
}
