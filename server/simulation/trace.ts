const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What happened, line by line, in words that are the same in each replay of a seed. */
export interface Trace {
  /** Returns what it wrote. */
  add(atMs: number, who: string, what: string): string;
  /** A number that tells two runs apart. */
  hash(): string;
  /** The last lines. */
  tail(count: number): string[];
}

/** Ids of orders differ from run to run, so each is called by the number of its first appearance. */
export function createTrace(): Trace {
  const lines: string[] = [];
  const names = new Map<string, string>();
  let hash = 0x811c9dc5;
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `#${names.size + 1}`;
    names.set(id, name);
    return name;
  };
  return {
    add(atMs, who, what) {
      const line = `${(atMs / 1000).toFixed(4).padStart(9)} ${who.padEnd(9)} ${what.replaceAll(ID, nameOf)}`;
      for (let index = 0; index < line.length; index += 1) {
        hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193);
      }
      lines.push(line);
      return line;
    },
    hash: () => (hash >>> 0).toString(16).padStart(8, '0'),
    tail: (count) => lines.slice(-count),
  };
}
