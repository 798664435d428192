/** Units left by gate, units that moved before it was built, and the end of each pending reservation's lease by member. */
interface Keys {
  readonly left: Map<string, number>;
  readonly moved: Map<string, number>;
  readonly pending: Map<string, Map<string, number>>;
}

/** The keys of a Redis, and what may befall them. */
export interface GateKeys {
  left(gate: string): number | undefined;
  pending(gate: string): ReadonlyMap<string, number>;
  /** Units that moved before the gate was built. */
  moved(gate: string): number | undefined;
  move(gate: string, units: number | undefined): void;
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
  let keys: Keys = noKeys();
  const remember = (): void => {
    history.push({ left: new Map(keys.left), moved: new Map(keys.moved), pending: new Map(keys.pending) });
    if (history.length > HISTORY_MAX) history.shift();
  };
  const pendingOf = (gate: string): ReadonlyMap<string, number> => keys.pending.get(gate) ?? NONE;
  return {
    left: (gate) => keys.left.get(gate),
    pending: pendingOf,
    write(gate, left, pending = pendingOf(gate)) {
      remember();
      if (left === undefined) keys.left.delete(gate);
      else keys.left.set(gate, left);
      if (pending.size === 0) keys.pending.delete(gate);
      else keys.pending.set(gate, new Map(pending));
    },
    moved: (gate) => keys.moved.get(gate),
    move(gate, units) {
      remember();
      if (units === undefined) keys.moved.delete(gate);
      else keys.moved.set(gate, units);
    },
    flush: () => void (keys = noKeys()),
    lose: (gate, key) => void keys[key].delete(gate),
    rollBack(writes) {
      const [earlier] = history.splice(Math.max(0, history.length - writes));
      if (earlier !== undefined) keys = earlier;
    },
  };
}

function noKeys(): Keys {
  return { left: new Map(), moved: new Map(), pending: new Map() };
}
