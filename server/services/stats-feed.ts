import { Repeater, SlidingBuffer } from '@graphql-yoga/subscription';
import { checkInteger } from '../domain/purchase-input.ts';
import { limits } from '../domain/limits.ts';
import type { SaleStats } from '../domain/stats.ts';
import { shareReads } from './shared-read.ts';
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
  lastSentAt: number;
  lastText: string;
  busy: boolean;
}

/** One aggregation of a sale per tick, whatever the number of subscribers. */
export function createStatsFeed(
  snapshot: (saleId: string) => Promise<Snapshot>,
  onError: (error: unknown) => void,
): StatsFeed {
  const groups = new Map<string, Group>();
  const shared = shareReads(snapshot, limits.statsIntervalMinMs / 2);
  let sequence = 0;
  const numbered = (frame: Snapshot): SaleStats => ({ ...frame, sequence: (sequence += 1) });

  async function tick(saleId: string, group: Group, intervalMs: number): Promise<void> {
    // A store that is slow to answer must not pile up reads: the tick that finds one under way does nothing.
    if (group.busy) return;
    group.busy = true;
    try {
      const frame = await shared(saleId);
      const text = JSON.stringify({ ...frame, at: 0 });
      const now = performance.now();
      if (text === group.lastText && now - group.lastSentAt < Math.max(HEARTBEAT_MS, intervalMs)) return;
      group.lastText = text;
      group.lastSentAt = now;
      const sent = numbered(frame);
      for (const push of group.push) push(sent);
    } catch (error) {
      onError(error);
    } finally {
      group.busy = false;
    }
  }

  function join(saleId: string, intervalMs: number): Group {
    const key = `${saleId}/${intervalMs}`;
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = {
      push: new Set(),
      timer: setInterval(() => void tick(saleId, group, intervalMs), intervalMs),
      lastSentAt: 0,
      lastText: '',
      busy: false,
    };
    groups.set(key, group);
    return group;
  }

  function leave(key: string, group: Group, push: (frame: SaleStats) => void): void {
    group.push.delete(push);
    if (group.push.size > 0) return;
    clearInterval(group.timer);
    groups.delete(key);
  }

  return {
    read: async (saleId) => numbered(await snapshot(saleId)),
    async subscribe(saleId, intervalMs) {
      checkInteger('intervalMs', intervalMs, {
        min: limits.statsIntervalMinMs,
        max: limits.statsIntervalMaxMs,
      });
      const first = numbered(await snapshot(saleId));
      return new Repeater<SaleStats>(async (push, stop) => {
        const group = join(saleId, intervalMs);
        const receive = (frame: SaleStats): void => void push(frame);
        receive(first);
        group.push.add(receive);
        await stop;
        leave(`${saleId}/${intervalMs}`, group, receive);
      }, new SlidingBuffer(1));
    },
    [Symbol.dispose]() {
      for (const group of groups.values()) clearInterval(group.timer);
      groups.clear();
    },
  };
}
