import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';
import { checkInteger } from '../domain/purchase-input.ts';
import { limits } from '../domain/limits.ts';
import type { SaleStats } from '../domain/stats.ts';
import { shareRecent } from '../domain/recent.ts';
import type { Snapshot } from './snapshots.ts';

/** A sale that stands still still sends a frame so often, so that a viewer can tell it from a lost connection. */
const HEARTBEAT_MS = 1_000;

/** Live figures of sales. */
export interface StatsFeed extends Disposable {
  /** One snapshot, read now. */
  read(saleId: string): Promise<SaleStats>;
  /**
   * A full snapshot at once, then the latest one at most every `intervalMs` (100 to 5,000). All subscribers of a sale
   * with one interval share each frame; one who does not keep up gets the newest and misses those before.
   */
  subscribe(saleId: string, intervalMs: number): Promise<AsyncIterableIterator<SaleStats>>;
}

/** Subscribers of one sale at one interval. */
interface Group {
  readonly push: Set<(frame: SaleStats) => void>;
  readonly timer: NodeJS.Timeout;
}

/** One aggregation of a sale per tick, whatever the number of subscribers. */
export function createStatsFeed(
  snapshot: (saleId: string) => Promise<Snapshot>,
  onError: (error: unknown) => void,
): StatsFeed {
  const groups = new Map<string, Group>();
  const shared = shareRecent(snapshot, limits.statsIntervalMinMs / 2);
  let sequence = 0;
  const numbered = (frame: Snapshot): SaleStats => ({ ...frame, sequence: (sequence += 1) });

  function join(saleId: string, intervalMs: number): Group {
    const push: Group['push'] = new Set();
    const send = (frame: Snapshot): void => {
      const sent = numbered(frame);
      for (const each of push) each(sent);
    };
    const tick = createTick({
      read: () => shared.get(saleId),
      send,
      onError,
      heartbeatMs: Math.max(HEARTBEAT_MS, intervalMs),
    });
    return { push, timer: setInterval(tick, intervalMs) };
  }

  function feed(saleId: string, intervalMs: number, first: SaleStats): AsyncIterableIterator<SaleStats> {
    const key = `${saleId}/${intervalMs}`;
    return new Repeater<SaleStats>(async (push, stop) => {
      const group = groups.get(key) ?? join(saleId, intervalMs);
      groups.set(key, group);
      const receive = (frame: SaleStats): void => void push(frame);
      receive(first);
      group.push.add(receive);
      await stop;
      group.push.delete(receive);
      if (group.push.size > 0) return;
      clearInterval(group.timer);
      groups.delete(key);
    }, new SlidingBuffer(1));
  }

  return {
    read: async (saleId) => numbered(await snapshot(saleId)),
    async subscribe(saleId, intervalMs) {
      checkInteger('intervalMs', intervalMs, {
        min: limits.statsIntervalMinMs,
        max: limits.statsIntervalMaxMs,
      });
      return feed(saleId, intervalMs, numbered(await snapshot(saleId)));
    },
    [Symbol.dispose]() {
      for (const group of groups.values()) clearInterval(group.timer);
      groups.clear();
    },
  };
}

interface TickOptions {
  read(): Promise<Snapshot>;
  send(frame: Snapshot): void;
  onError(error: unknown): void;
  readonly heartbeatMs: number;
}

/** Reads and sends what has changed, or anything when the last frame is old. Slow reads are never piled up. */
function createTick({ read, send, onError, heartbeatMs }: TickOptions): () => void {
  let busy = false;
  let lastText = '';
  let lastSentAt = 0;

  async function tick(): Promise<void> {
    const frame = await read();
    const text = JSON.stringify({ ...frame, at: 0 });
    const now = performance.now();
    if (text === lastText && now - lastSentAt < heartbeatMs) return;
    lastText = text;
    lastSentAt = now;
    send(frame);
  }

  return () => {
    if (busy) return;
    busy = true;
    tick()
      .catch(onError)
      .finally(() => (busy = false));
  };
}
