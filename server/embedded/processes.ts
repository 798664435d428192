import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** The fields of /proc/PID/stat after the program's name (which may hold spaces): [0] is the state, [19] the start. */
function procStat(pid: number): string[] | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ps(pid: number, column: string): string | null {
  if (process.platform === 'win32') return null;
  return attempt(() =>
    execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim(),
  );
}

/** Whether a process of that id runs. A zombie counts as gone: in a container without an init it stays for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return procStat(pid)?.[0] !== 'Z';
}

/** Tells two processes with the same id apart: when it started, as precisely as the system says. Null when unknown. */
export function startMark(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const start = procStat(pid)?.[19];
  return start === undefined ? null : `${boot ?? ''}/${start}`;
}

/**
 * Whether process `pid` is a server of ours: its command line names `program` and it works in `dir`.
 * Asked before anything left over from a killed server is signalled, because ids are reused.
 */
export function isServerOf(pid: number, { program, dir }: { program: RegExp; dir: string }): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return program.test(ps(pid, 'command') ?? '');
  const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
  return program.test(command) && attempt(() => readlinkSync(`/proc/${pid}/cwd`)) === dir;
}

/** One rung of a stop: the signal, and how long to wait for it to work before the next. */
export type StopStep = readonly [signal: NodeJS.Signals, graceMs: number];

/** Signals `pid` step by step until it is gone. @throws Error when it survives the last step. */
export async function stopProcess(pid: number, steps: readonly StopStep[]): Promise<void> {
  for (const [signal, graceMs] of steps) {
    attempt(() => process.kill(pid, signal));
    const deadline = performance.now() + graceMs;
    while (isAlive(pid) && performance.now() < deadline) await delay(POLL_MS);
    if (!isAlive(pid)) return;
  }
  throw new Error(`process ${pid} can't be stopped`);
}
