import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const TAIL_CHARS = 2_000;
/** What a store said before it died is worth reading after it was started again. */
const CONTINUED_MAX_BYTES = 1_000_000;

/** Where a child process writes. A file rather than a pipe: the child survives our death without losing its voice. */
export interface LogFile extends Disposable {
  readonly path: string;
  /** For `stdio`. */
  readonly fd: number;
  /** The last lines written since this was opened, for an error message. */
  tail(): string;
}

/**
 * Continues the log at `path` (mode 0600). One of a megabyte and more is kept as `path`.1, and a fresh one begun. Dispose
 * once the child has it.
 */
export function openLogFile(path: string): LogFile {
  const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size >= CONTINUED_MAX_BYTES) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a', 0o600);
  const start = fstatSync(fd).size;
  return {
    path,
    fd,
    tail: () => readFileSync(path).subarray(start).toString().slice(-TAIL_CHARS).trim(),
    [Symbol.dispose]: () => closeSync(fd),
  };
}
