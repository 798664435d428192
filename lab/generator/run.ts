import { performance } from 'node:perf_hooks';
import { createArrivals } from './arrivals.ts';
import type { Connections } from './connections.ts';
import { createClosedLoad, type Load, type LoadOptions } from './load.ts';
import { createOpenLoad } from './open-load.ts';
import { createPlace } from './place.ts';
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

/** Starts a plan on connections that are open. */
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
  let lastEndAt = startedAt;
  let stoppedAt = Infinity;
  let cutOff = false;

  const places = connections.clients.map((client) =>
    createPlace({
      client,
      path: plan.path,
      onEnd(end) {
        lastEndAt = end.endedAt;
        tally.end(end);
      },
      onFree: (place, at) => load.free(place, at),
    }),
  );
  const load = createLoad(plan, {
    places,
    take() {
      if (next >= plan.requests || stoppedAt !== Infinity) return undefined;
      tally.begin();
      return bodyOf(next++);
    },
    leave: tally.leave,
    finish() {
      clearInterval(watch);
      probe.close();
      settle(reportAt(lastEndAt));
    },
  });
  const reportAt = (at: number): AttackReport => ({
    ...tally.report(at, { ...probe.figures(), lateP99Ms: load.lateP99Ms() }),
    cutOff,
  });

  const stop = (): void => {
    if (stoppedAt !== Infinity) return;
    stoppedAt = performance.now();
    load.stop();
  };
  const watch = setInterval(() => {
    const now = performance.now();
    if (now - startedAt > limits.durationMaxMs && stoppedAt === Infinity) {
      cutOff = next < plan.requests;
      stop();
    }
    const sentBefore = now - stoppedAt > limits.stopGraceMs ? now : now - plan.timeoutMs;
    for (const place of places) place.giveUp(sentBefore);
  }, WATCH_EVERY_MS);

  load.begin(startedAt);
  return { done, stop, report: () => reportAt(performance.now()) };
}

function createLoad(plan: CheckedPlan, options: LoadOptions): Load {
  const { model, requests, seed, requestsPerSecond: perSecond } = plan;
  if (model === 'CLOSED' || perSecond === null) return createClosedLoad(options);
  return createOpenLoad({ ...options, requests, arrivals: createArrivals({ seed, perSecond }) });
}
