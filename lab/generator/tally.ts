import { performance } from 'node:perf_hooks';
import { createHistogram, roundMs } from './histogram.ts';
import type { PurchaseEnd } from './place.ts';
import type { AttackReport, EventLoopFigures } from './protocol.ts';
import { isSaturated } from './saturation.ts';
import { createTimeline } from './timeline.ts';

/** Counts the purchases of one run and makes its reports. */
export interface Tally {
  /** A purchase begins. */
  begin(): void;
  end(end: PurchaseEnd): void;
  /** A buyer who was due at `dueAt` has waited in line for nothing. */
  leave(dueAt: number): void;
  readonly inFlight: number;
  /** `nowAt` on the clock of `performance.now()`. */
  report(nowAt: number, eventLoop: EventLoopFigures): Omit<AttackReport, 'cutOff'>;
}

/** A tally whose clock starts at `startedAt`, on the clock of `performance.now()`. */
export function createTally(startedAt: number): Tally {
  const ends = { confirmed: 0, soldOut: 0, rejected: 0, failed: 0, unknown: 0 };
  const counts = { ...ends, sent: 0, answered: 0, replayed: 0 };
  const latency = createHistogram();
  const latencyCorrected = createHistogram();
  const timeline = createTimeline();
  let ended = 0;
  let firstBegunAt: number | null = null;
  let lastConfirmedAt: number | null = null;

  const sellingMs = (): number | null =>
    firstBegunAt === null || lastConfirmedAt === null ? null : roundMs(lastConfirmedAt - firstBegunAt);

  return {
    begin() {
      const now = performance.now();
      firstBegunAt ??= now;
      counts.sent += 1;
      timeline.sent(now - startedAt);
    },
    end({ outcome, answered, wasBoughtBefore, dueAt, sentAt, endedAt }) {
      ended += 1;
      counts[outcome] += 1;
      if (wasBoughtBefore) counts.replayed += 1;
      const isNewOrder = outcome === 'confirmed' && !wasBoughtBefore;
      if (isNewOrder) lastConfirmedAt = Math.max(lastConfirmedAt ?? 0, endedAt);
      // Who hears nothing has waited as well: left out, a server that freezes would look quick.
      if (answered || outcome === 'unknown') latencyCorrected.record(endedAt - dueAt);
      if (!answered) return;
      counts.answered += 1;
      const ms = endedAt - (sentAt ?? dueAt);
      latency.record(ms);
      timeline.answered(endedAt - startedAt, ms, isNewOrder);
    },
    leave: (dueAt) => latencyCorrected.record(performance.now() - dueAt),
    get inFlight() {
      return counts.sent - ended;
    },
    report(nowAt, eventLoop) {
      const durationMs = nowAt - startedAt;
      return {
        ...counts,
        inFlight: counts.sent - ended,
        durationMs: roundMs(durationMs),
        sellingMs: sellingMs(),
        startedAtMs: roundMs(performance.timeOrigin + startedAt),
        latency: latency.summary(),
        latencyCorrected: latencyCorrected.summary(),
        histogram: latency.halfOctaves(),
        frames: timeline.frames(durationMs),
        saturated: isSaturated(durationMs, eventLoop),
        eventLoop,
      };
    },
  };
}
