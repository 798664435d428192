import { readFileSync } from 'node:fs';

/** Processes that a process has started and that run a given program. */
export function childPids(pid: number, program: RegExp): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.filter((child) => program.test(read(`/proc/${child}/cmdline`)));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
