import type { Log } from '../../log.ts';
import type { Line } from './outbox.ts';

/** How sockets are looked after. */
export interface UpkeepTimes {
  /** Each socket is pinged so often, and cut when it has not answered until the next ping. */
  readonly pingEveryMs: number;
  /** One that takes nothing of what is written to it for so long is cut. */
  readonly stalledMaxMs: number;
}

/** What is noticed while looking after them. */
export interface UpkeepOptions {
  readonly times: UpkeepTimes;
  readonly log: Log;
  onCut(): void;
}

/** Open sockets. */
export interface Upkeep extends Disposable {
  add(line: Line): void;
  size(): number;
}

interface Kept {
  readonly line: Line;
  readonly slot: number;
  hasAnswered: boolean;
  takenBytes: number;
  stalledSince: number | null;
}

/** Pings are spread over so many moments: a thousand at once would be a burst of their own. */
const SLOTS = 24;
/** More than any answer has: what is buffered for one socket is memory taken from the others. */
const BUFFERED_MAX_BYTES = 1_000_000;

/** Pings the sockets, and cuts those that are dead or stalled. */
export function startUpkeep({ times, log, onCut }: UpkeepOptions): Upkeep {
  const all = new Set<Kept>();
  let opened = 0;
  let turn = 0;

  function cut({ line }: Kept, why: string): void {
    log.warn({ bufferedBytes: line.socket.bufferedAmount }, why);
    onCut();
    line.socket.terminate();
  }
  function ping(kept: Kept): void {
    if (!kept.hasAnswered) return cut(kept, 'a subscriber that answers no ping was cut');
    kept.hasAnswered = false;
    if (kept.line.socket.readyState === kept.line.socket.OPEN) kept.line.socket.ping();
  }
  function look(): void {
    turn = (turn + 1) % SLOTS;
    for (const kept of all) {
      if (isStalled(kept, times.stalledMaxMs)) cut(kept, 'a stalled subscriber was cut');
      else if (kept.slot === turn) ping(kept);
    }
  }
  const timer = setInterval(look, times.pingEveryMs / SLOTS);

  return {
    add(line) {
      opened += 1;
      const kept: Kept = { line, slot: opened % SLOTS, hasAnswered: true, takenBytes: 0, stalledSince: null };
      all.add(kept);
      line.socket.on('pong', () => (kept.hasAnswered = true));
      line.socket.once('close', () => all.delete(kept));
    },
    size: () => all.size,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** Something waits for it, and none of that was taken since `stalledMaxMs`; or far too much waits. */
function isStalled(kept: Kept, stalledMaxMs: number): boolean {
  const { raw, socket } = kept.line;
  const takenBytes = raw.bytesWritten - raw.writableLength;
  const now = performance.now();
  if (raw.writableLength === 0 || takenBytes !== kept.takenBytes) kept.stalledSince = null;
  else kept.stalledSince ??= now;
  kept.takenBytes = takenBytes;
  return (
    socket.bufferedAmount > BUFFERED_MAX_BYTES ||
    (kept.stalledSince !== null && now - kept.stalledSince >= stalledMaxMs)
  );
}
