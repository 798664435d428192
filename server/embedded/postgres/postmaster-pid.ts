import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, isServerOf, stopProcess, type StopStep } from '../processes.ts';

/**
 * Fast shutdown, which ends sessions and writes a checkpoint; then immediate; then by force: the next start recovers, and
 * nothing is lost. 18.4 never ends by the first while it recovers from the crash of a session.
 */
export const POSTGRES_STOP: readonly StopStep[] = [
  ['SIGINT', 5_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/** For one that shuts down already, or whose server was killed: nobody waits for its checkpoint. */
export const POSTGRES_HURRIED_STOP: readonly StopStep[] = [
  ['SIGINT', 2_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

const file = (cluster: string): string => join(cluster, 'postmaster.pid');

/** What PostgreSQL wrote about itself: its process, and whether it takes connections. Null when there is no such file. */
export function readPostmaster(cluster: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(file(cluster), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/**
 * Ends the PostgreSQL that a killed server left running on this cluster. Returns its pid, or null when there was none.
 * A file that names a process which isn't PostgreSQL (the id was reused) would make PostgreSQL refuse to start: it goes.
 */
export async function stopLeftOver(cluster: string): Promise<number | null> {
  const pid = readPostmaster(cluster)?.pid ?? 0;
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (!isServerOf(pid, { program: /postgres/, dir: cluster })) {
    rmSync(file(cluster), { force: true });
    return null;
  }
  await stopProcess(pid, POSTGRES_HURRIED_STOP);
  return pid;
}
