import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isServerOf, stopProcess, type StopStep } from '../processes.ts';

/** Both kinds write their data on SIGTERM, then exit. */
export const REDIS_STOP: readonly StopStep[] = [
  ['SIGTERM', 30_000],
  ['SIGKILL', 5_000],
];

const PROGRAM = /redis-server|valkey-server|wasm\/host/;
const file = (dir: string): string => join(dir, 'server.pid');

/** Notes which process works in `dir`, for the start after a kill. */
export async function notePid(dir: string, pid: number): Promise<void> {
  await writeFile(file(dir), String(pid), { mode: 0o600 });
}

/** Ends the server that a killed process left running in `dir`: two must never write the same files. Returns its pid. */
export async function stopLeftOver(dir: string): Promise<number | null> {
  const pid = Number(await readFile(file(dir), 'utf8').catch(() => '0'));
  if (!(pid > 0) || !isServerOf(pid, { program: PROGRAM, dir })) return null;
  await stopProcess(pid, REDIS_STOP);
  return pid;
}
