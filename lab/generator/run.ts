import { performance } from 'node:perf_hooks';
import type { Connections } from './connections.ts';
import { createPlace, type Place } from './place.ts';
import type { CheckedPlan } from './plan.ts';
import type { AttackReport } from './protocol.ts';
import { createBodies } from './request-body.ts';
import { createLoopProbe } from './saturation.ts';
import { createTally } from './tally.ts';

/** How long things may take, milliseconds. */
export interface RunLimits {
  /** No run lasts longer; what is left of it then isn't sent. */
  readonly durationMaxMs: number;
  /** How long a stop waits for answers under way. */
  readonly stopGraceMs: number;
}

const LIMITS: RunLimits = { durationMaxMs: 120_000, stopGraceMs: 2_000 };

/** How often ages are looked at: the accuracy of every limit in time. */
const WATCH_EVERY_MS = 50;

/** An attack under way. */
export interface Run {
  /** The final report, when every purchase has ended. Never rejects. */
  readonly done: Promise<AttackReport>;
  report(): AttackReport;
  /** Begins no more purchases; those under way may take 2 s more, then their end is unknown. */
  stop(): void;
}

/** Starts the closed model: each connection makes a purchase at once, and the next when it is answered. */
export function startRun(plan: CheckedPlan, connections: Connections, limits: RunLimits = LIMITS): Run {
  const bodyOf = createBodies(plan);
  const probe = createLoopProbe();
  const startedAt = performance.now();
  const tally = createTally(startedAt);
  let settle: (report: AttackReport) => void = () => {};
  const done = new Promise<AttackReport>((resolve) => {
    settle = resolve;
  });
  let next = 0;
  let busy = connections.clients.length;
  let lastEndAt = startedAt;
  let stoppedAt = Infinity;

  const options = {
    path: plan.path,
    nextBody: () => {
      if (next >= plan.requests || stoppedAt !== Infinity) return undefined;
      tally.begin();
      return bodyOf(next++);
    },
    onEnd: (end: Parameters<typeof tally.end>[0]) => {
      lastEndAt = end.endedAt;
      tally.end(end);
    },
    onIdle: () => {
      busy -= 1;
      if (busy === 0) finish();
    },
  };
  const places: Place[] = connections.clients.map((client) => createPlace({ ...options, client }));

  const stop = (): void => {
    stoppedAt = Math.min(stoppedAt, performance.now());
  };
  const watch = setInterval(() => {
    const now = performance.now();
    if (now - startedAt > limits.durationMaxMs) stop();
    const sentBefore = now - stoppedAt > limits.stopGraceMs ? now : now - plan.timeoutMs;
    for (const place of places) place.giveUp(sentBefore);
  }, WATCH_EVERY_MS);

  const finish = (): void => {
    clearInterval(watch);
    probe.close();
    settle(tally.report(lastEndAt, probe.figures()));
  };

  for (const place of places) place.begin(startedAt);
  return { done, stop, report: () => tally.report(performance.now(), probe.figures()) };
}
