import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { roundMs } from './histogram.ts';
import type { EventLoopFigures } from './protocol.ts';

const RESOLUTION_MS = 5;
/** Shorter runs hold too few samples to blame anybody. */
const DURATION_MIN_MS = 200;
const UTILIZATION_MAX = 0.95;
const DELAY_P99_MAX_MS = 20;
const LATE_P99_MAX_MS = 50;

/** Watches the generator's own event loop from its creation until `close`. */
export interface LoopProbe {
  figures(): Omit<EventLoopFigures, 'lateP99Ms'>;
  close(): void;
}

/** A probe that runs at once. */
export function createLoopProbe(): LoopProbe {
  const before = performance.eventLoopUtilization();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    figures: () => ({
      utilization: roundMs(performance.eventLoopUtilization(before).utilization),
      // The monitor records the distance between two ticks, so what is due anyway has to be taken off.
      delayP99Ms: delay.count === 0 ? 0 : roundMs(Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)),
    }),
    close: () => void delay.disable(),
  };
}

/**
 * Whether the generator was the limit, over a run of at least 200 ms. Either its event loop was never idle (utilization
 * above 0.95: answers always waited to be read) AND timers came late by more than 20 ms (the latencies hold that much of
 * the generator's own making). One of the two alone is no proof: a burst of 500 answers delays the loop for a moment, and
 * a fast server keeps it busy without falsifying what it measures. Or it could not keep its own schedule: one in a
 * hundred purchases began more than 50 ms late although a connection was free.
 */
export function isSaturated(durationMs: number, eventLoop: EventLoopFigures): boolean {
  const { utilization, delayP99Ms, lateP99Ms } = eventLoop;
  if (durationMs < DURATION_MIN_MS) return false;
  const isOverrun = utilization > UTILIZATION_MAX && delayP99Ms > DELAY_P99_MAX_MS;
  return isOverrun || lateP99Ms > LATE_P99_MAX_MS;
}
