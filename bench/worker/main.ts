/** A worker of the bench: one job in a process of its own, started by `child_process.fork`. */
import { performance } from 'node:perf_hooks';
import type { Command, Job, OpenJob, Reply } from './job.ts';
import { jobs } from './jobs.ts';

const openers: Readonly<Record<string, OpenJob<never, never, unknown>>> = jobs;
let job: Job<never, unknown> | undefined;

async function answer(command: Command): Promise<unknown> {
  if (command.type === 'open') {
    job = await openers[command.name]?.(command.options);
    return { type: 'opened' };
  }
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  const result = await job?.run(command.input);
  const { user, system } = process.cpuUsage(cpu);
  const { utilization } = performance.eventLoopUtilization(loop);
  return { type: 'done', result, cpuSeconds: (user + system) / 1e6, utilization };
}

function failed(error: unknown): Reply {
  return { type: 'failed', message: error instanceof Error ? String(error.stack) : String(error) };
}

process.on('message', (command: Command) => {
  void answer(command)
    .catch(failed)
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => {
  void Promise.resolve(job?.[Symbol.asyncDispose]()).finally(() => process.exit(0));
});
// Ctrl-C reaches the whole group: the bench decides when its workers end.
process.on('SIGINT', () => {});
