/** Values of a store as they were a moment ago. */
export interface Recent<Value> {
  /** As it was at most `maxAgeMs` ago: one read for all who ask meanwhile. Rejects when the read does. */
  get(key: string): Promise<Value>;
  /**
   * The same without waiting; undefined where nobody has asked of late. Whoever peeks keeps it fresh: a value that is
   * a quarter as old as it may be is read again behind the scenes.
   */
  peek(key: string): Value | undefined;
  /** As it was at most ten times as long ago: not to be believed, but a reason to read it again. */
  last(key: string): Value | undefined;
  /** It has changed: nothing that was read before counts, be the read still under way. */
  forget(key: string): void;
}

interface Entry<Value> {
  /** When its read began: a value is as old as that. */
  readonly at: number;
  readonly read: Promise<Value>;
  value?: { readonly is: Value };
}

const KEYS_MAX = 10_000;
/** A value that has lived this part of its time is read again: the others leave time for a slow store. */
const REFRESHED_FROM = 4;
const REMEMBERED_TIMES = 10;

/** Shares the reads of a store. A failed read is shared by those who wait for it and then forgotten. */
export function shareRecent<Value>(
  readStore: (key: string) => Promise<Value>,
  maxAgeMs: number,
): Recent<Value> {
  const settled = new Map<string, Entry<Value>>();
  const underWay = new Map<string, Entry<Value>>();

  function begin(key: string): Entry<Value> {
    const entry: Entry<Value> = { at: performance.now(), read: readStore(key) };
    underWay.set(key, entry);
    const end = (): void => {
      if (underWay.get(key) === entry) underWay.delete(key);
    };
    entry.read.then((is) => {
      if (underWay.get(key) !== entry) return;
      end();
      entry.value = { is };
      if (settled.size >= KEYS_MAX) settled.clear();
      settled.set(key, entry);
    }, end);
    return entry;
  }
  const isFresh = (entry: Entry<Value> | undefined, ageMs: number): entry is Entry<Value> =>
    entry !== undefined && performance.now() - entry.at < ageMs;

  return {
    get(key) {
      const known = [settled.get(key), underWay.get(key)].find((entry) => isFresh(entry, maxAgeMs));
      return (known ?? begin(key)).read;
    },
    peek(key) {
      const entry = settled.get(key);
      if (!isFresh(entry, maxAgeMs)) return undefined;
      if (!isFresh(entry, maxAgeMs / REFRESHED_FROM) && !underWay.has(key)) begin(key);
      return entry.value?.is;
    },
    last(key) {
      const entry = settled.get(key);
      return isFresh(entry, maxAgeMs * REMEMBERED_TIMES) ? entry.value?.is : undefined;
    },
    forget(key) {
      settled.delete(key);
      underWay.delete(key);
    },
  };
}
