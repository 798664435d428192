import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../embedded/processes.ts';

/** Processes of the embedded stores on a data directory, as they were last noted. */
export function storePids(dataDir: string): { postgres: number; redis: number } {
  const pidIn = (...path: string[]): number =>
    Number.parseInt(readFileSync(join(dataDir, ...path), 'utf8'), 10);
  return { postgres: pidIn('postgres', 'postmaster.pid'), redis: pidIn('redis', 'server.pid') };
}

/** Those of the given processes that still run. */
export function survivors(pids: Record<string, number>): string[] {
  return Object.entries(pids).flatMap(([name, pid]) => (isAlive(pid) ? [name] : []));
}
