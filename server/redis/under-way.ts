import type { StreamEntry } from './purchase-stream.ts';

/** What the writers of a replica are at: purchases, each written once and no more at a time than there is room for. */
export interface UnderWay {
  /** Begins one, unless it is being written here already. `write` never rejects. */
  begin(entry: StreamEntry, write: () => Promise<void>): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Other work that counts as long as it goes on. Resolves and rejects as it does. */
  during(work: Promise<void>): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Nothing begun yet. */
export function createUnderWay(countMax: number): UnderWay {
  const writing = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  const besides = new Set<Promise<void>>();
  return {
    begin({ entryId, request }, write) {
      const name = `${request.saleId}/${request.fence} ${entryId}`;
      if (writing.has(name)) return;
      const work = write().finally(() => {
        writing.delete(name);
        waiting.shift()?.();
      });
      writing.set(name, work);
    },
    async room() {
      // eslint-disable-next-line no-await-in-loop -- whoever was woken may find the room taken by another
      while (writing.size >= countMax) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async during(work) {
      besides.add(work);
      try {
        await work;
      } finally {
        besides.delete(work);
      }
    },
    async idle() {
      // eslint-disable-next-line no-await-in-loop -- what ends may have begun something else
      while (writing.size + besides.size > 0) await Promise.allSettled([...writing.values(), ...besides]);
    },
  };
}
