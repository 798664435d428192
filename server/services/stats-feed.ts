import { gatherReads } from '../domain/gather.ts';
import { checkInteger } from '../domain/purchase-input.ts';
import { limits } from '../domain/limits.ts';
import type { SaleStats } from '../domain/stats.ts';
import { shareRecent } from '../domain/recent.ts';
import { createSharedFeed, type Hearer, type SharedFeed } from '../realtime/shared-feed.ts';
import type { Snapshot } from './snapshots.ts';

/** A sale that stands still still sends a frame so often, so that a viewer can tell it from a lost connection. */
const HEARTBEAT_MS = 1_000;
/** A thousand viewers who come within a second cost 40 snapshots; whoever comes alone gets one at once. */
const FIRST_FRAMES_EVERY_MS = 25;

/** Live figures of sales. */
export interface StatsFeed extends Disposable {
  /** One snapshot, read now. */
  read(saleId: string): Promise<SaleStats>;
  /**
   * A full snapshot at once, then the latest one at most every `intervalMs` (100 to 5,000). All subscribers of a sale
   * with one interval share each frame.
   */
  subscribe(saleId: string, intervalMs: number): Promise<SharedFeed<SaleStats>>;
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
  let reads = 0;
  /** Numbered as it begins: of two frames the one with the higher number is never the older. */
  const read = async (saleId: string): Promise<SaleStats> => {
    const sequence = (reads += 1);
    return { ...(await snapshot(saleId)), sequence };
  };
  const shared = shareRecent(read, limits.statsIntervalMinMs / 2);
  const readFirst = gatherReads(read, FIRST_FRAMES_EVERY_MS);

  function join(saleId: string, intervalMs: number): Group {
    const push: Group['push'] = new Set();
    const tick = createTick({
      read: () => shared.get(saleId),
      send: (frame) => push.forEach((each) => each(frame)),
      onError,
      heartbeatMs: Math.max(HEARTBEAT_MS, intervalMs),
    });
    return { push, timer: setInterval(tick, intervalMs) };
  }

  /** Frames that are no newer than the last one are left out: a shared read may have begun before a first frame's. */
  function hear(first: SaleStats, intervalMs: number, { next }: Hearer<SaleStats>): () => void {
    const key = `${first.saleId}/${intervalMs}`;
    const group = groups.get(key) ?? join(first.saleId, intervalMs);
    groups.set(key, group);
    let lastSequence = 0;
    const receive = (frame: SaleStats): void => {
      if (frame.sequence <= lastSequence) return;
      lastSequence = frame.sequence;
      next(frame);
    };
    receive(first);
    group.push.add(receive);
    return () => {
      group.push.delete(receive);
      if (group.push.size > 0) return;
      clearInterval(group.timer);
      if (groups.get(key) === group) groups.delete(key);
    };
  }

  return {
    read,
    async subscribe(saleId, intervalMs) {
      checkInteger('intervalMs', intervalMs, {
        min: limits.statsIntervalMinMs,
        max: limits.statsIntervalMaxMs,
      });
      const first = await readFirst(saleId);
      return createSharedFeed((hearer) => hear(first, intervalMs, hearer));
    },
    [Symbol.dispose]() {
      for (const group of groups.values()) clearInterval(group.timer);
      groups.clear();
    },
  };
}

interface TickOptions {
  read(): Promise<SaleStats>;
  send(frame: SaleStats): void;
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
    const text = JSON.stringify({ ...frame, at: 0, sequence: 0 });
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
