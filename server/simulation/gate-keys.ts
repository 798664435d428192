/** Units left by gate, and the end of each pending reservation's lease by gate and member. */
interface Keys {
  readonly left: Map<string, number>;
  readonly pending: Map<string, Map<string, number>>;
}

/** The keys of a Redis, and what may befall them. */
export interface GateKeys {
  left(gate: string): number | undefined;
  pending(gate: string): ReadonlyMap<string, number>;
  /** One write of both; undefined is a key that is not there, and so is a set without members. */
  write(gate: string, left: number | undefined, pending?: ReadonlyMap<string, number>): void;
  flush(): void;
  lose(gate: string, key: 'left' | 'pending'): void;
  /** Forgets the last writes, as a store that lost the tail of its log. */
  rollBack(writes: number): void;
}

const HISTORY_MAX = 24;
const NONE: ReadonlyMap<string, number> = new Map();

/** No keys. */
export function createGateKeys(): GateKeys {
  const history: Keys[] = [];
  let keys: Keys = { left: new Map(), pending: new Map() };
  const pendingOf = (gate: string): ReadonlyMap<string, number> => keys.pending.get(gate) ?? NONE;
  return {
    left: (gate) => keys.left.get(gate),
    pending: pendingOf,
    write(gate, left, pending = pendingOf(gate)) {
      history.push({ left: new Map(keys.left), pending: new Map(keys.pending) });
      if (history.length > HISTORY_MAX) history.shift();
      if (left === undefined) keys.left.delete(gate);
      else keys.left.set(gate, left);
      if (pending.size === 0) keys.pending.delete(gate);
      else keys.pending.set(gate, new Map(pending));
    },
    flush: () => void (keys = { left: new Map(), pending: new Map() }),
    lose: (gate, key) => void keys[key].delete(gate),
    rollBack(writes) {
      const [earlier] = history.splice(Math.max(0, history.length - writes));
      if (earlier !== undefined) keys = earlier;
    },
  };
}
