/**
 * The attack generator: a process of its own, so that making the load and serving it don't share an event loop.
 * Started by `child_process.fork`; protocol.ts has what it says and hears.
 */
import { performance } from 'node:perf_hooks';
import { openConnections } from './connections.ts';
import { checkPlan } from './plan.ts';
import type { AttackPlan, AttackReport, GeneratorCommand, GeneratorEvent } from './protocol.ts';
import { type Run, startRun } from './run.ts';
import { createTally } from './tally.ts';

const PROGRESS_EVERY_MS = 100;

const stopping = new AbortController();
let started = false;

const tell = (event: GeneratorEvent): Promise<void> =>
  new Promise((resolve) => {
    // The callback also comes when the parent is gone; then there is nobody left to tell.
    process.send?.(event, undefined, {}, () => resolve());
  });

async function attack(unchecked: AttackPlan): Promise<void> {
  const plan = checkPlan(unchecked);
  await using connections = await openConnections(plan, stopping.signal);
  stopping.signal.throwIfAborted();
  const run = startRun(plan, connections);
  stopping.signal.addEventListener('abort', run.stop);
  void tell({ type: 'ready' });
  const progress = reportProgress(run);
  const report = await run.done;
  clearInterval(progress);
  await tell({ type: 'done', report });
}

/** A report that the parent hasn't taken yet is not followed by another: the latest counts, a backlog helps nobody. */
function reportProgress({ report }: Run): NodeJS.Timeout {
  let pending = false;
  return setInterval(() => {
    if (pending) return;
    pending = true;
    void tell({ type: 'progress', report: report() }).then(() => {
      pending = false;
    });
  }, PROGRESS_EVERY_MS);
}

function emptyReport(): AttackReport {
  const now = performance.now();
  const eventLoop = { utilization: 0, delayP99Ms: 0, lateP99Ms: 0 };
  return { ...createTally(now).report(now, eventLoop), cutOff: false };
}

async function start(plan: AttackPlan): Promise<void> {
  started = true;
  try {
    await attack(plan);
  } catch (error) {
    // Stopped before its first purchase: an end like any other, with nothing in it.
    if (stopping.signal.aborted) await tell({ type: 'done', report: emptyReport() });
    else await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
  process.exit(0);
}

process.on('message', (command: GeneratorCommand) => {
  if (command.type === 'stop') stopping.abort();
  else if (!started) void start(command.plan);
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group: the parent decides when the generator stops, and its end ends this one.
process.on('SIGINT', () => {});
