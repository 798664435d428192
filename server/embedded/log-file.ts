import { closeSync, openSync, readFileSync, renameSync } from 'node:fs';

const TAIL_CHARS = 2_000;

/** Where a child process writes. A file rather than a pipe: the child survives our death without losing its voice. */
export interface LogFile extends Disposable {
  readonly path: string;
  /** For `stdio`. */
  readonly fd: number;
  /** The last lines written, for an error message. */
  tail(): string;
}

/** A fresh log at `path` (mode 0600); the one before is kept as `path`.1. Dispose once the child has it. */
export function openLogFile(path: string): LogFile {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // The first one.
  }
  const fd = openSync(path, 'a', 0o600);
  return {
    path,
    fd,
    tail: () => readFileSync(path, 'utf8').slice(-TAIL_CHARS).trim(),
    [Symbol.dispose]: () => closeSync(fd),
  };
}
