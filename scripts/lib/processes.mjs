import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The fields of /proc/PID/stat after the program's name: [0] is the state, [1] the parent, [19] the start. */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** When the process started, where the system says so: ids are reused. */
export function startOf(pid) {
  try {
    const fields = stat(pid);
    return fields[0] === 'Z' ? 'gone' : fields[19];
  } catch {
    return process.platform === 'linux' ? 'gone' : 'unknown';
  }
}

/** Whether the process that started then still runs. */
export function isRunning({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** The parent of a process, and its command line; null where the system doesn't say. */
export function describe(pid) {
  try {
    if (process.platform === 'linux') {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: Number(stat(pid)[1]), command };
    }
    const line = execFileSync('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(line) ?? [];
    return command === undefined ? null : { parent: Number(parent), command };
  } catch {
    return null;
  }
}
