import { execFileSync } from 'node:child_process';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

function rows(): Row[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return state === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), state }];
  });
}

/** A process and its children. */
export function familyOf(pid: number): number[] {
  return [
    pid,
    ...rows()
      .filter((row) => row.parent === pid)
      .map((row) => row.pid),
  ];
}

/** Whether a process is stopped by SIGSTOP. */
export function isStopped(pid: number): boolean {
  return rows().some((row) => row.pid === pid && row.state.startsWith('T'));
}

/** Signals each of them that still runs. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone by itself meanwhile.
    }
  }
}
