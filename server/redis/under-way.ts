import type { StreamEntry } from './purchase-stream.ts';

/** Purchases that this replica is writing, each once, and no more at a time than there is room for. */
export interface UnderWay {
  /** Begins one, unless it is being written here already. `write` never rejects. */
  begin(entry: StreamEntry, write: () => Promise<void>): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Resolves when all that has begun so far has ended. */
  ended(): Promise<void>;
}

/** Nothing begun yet. */
export function createUnderWay(countMax: number): UnderWay {
  const writing = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
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
    async ended() {
      await Promise.all(writing.values());
    },
  };
}
