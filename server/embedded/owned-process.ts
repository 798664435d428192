import type { ChildProcess } from 'node:child_process';
import { stopProcess, type StopStep } from './processes.ts';

/** A child process this one started and stops. */
export interface OwnedProcess {
  readonly pid: number;
  /** Settles when it has ended, with how, e.g. "exited with code 1". Never rejects. */
  readonly ended: Promise<string>;
  /** Whether `stop` was called: an end before that is a surprise. */
  stopping(): boolean;
  stop(steps: readonly StopStep[]): Promise<void>;
  /** Stops it when `signal` is aborted, or has been. Disposing this ends that bond, not the process. */
  stopOn(steps: readonly StopStep[], signal: AbortSignal | undefined): Disposable;
}

/** Children still running, and the signal that ends each at once. */
const running = new Map<number, NodeJS.Signals>();

// Whatever way this process ends short of SIGKILL, no child outlives it.
process.once('exit', () => {
  for (const [pid, signal] of running) {
    try {
      process.kill(pid, signal);
    } catch {
      // Already gone.
    }
  }
});

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be run (${error.message})`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
}

/**
 * Takes charge of a child started with `detached: true`, which keeps a terminal's Ctrl-C from reaching it before us.
 * `abrupt` is the signal sent when this process exits without having stopped it.
 */
export function ownProcess(child: ChildProcess, abrupt: NodeJS.Signals): OwnedProcess {
  const pid = child.pid ?? 0;
  const ended = endOf(child);
  let stopping = false;
  // Pid 0, a child that couldn't be run, would signal our own group.
  if (pid > 0) running.set(pid, abrupt);
  void ended.then(() => running.delete(pid));
  child.unref();
  const stop = async (steps: readonly StopStep[]): Promise<void> => {
    stopping = true;
    if (!running.has(pid)) return;
    // Nothing else may be left to wait for, and `ended` is told by the event loop.
    child.ref();
    await stopProcess(pid, steps);
  };
  return {
    pid,
    ended,
    stopping: () => stopping,
    stop,
    stopOn(steps, signal) {
      // One that can't be stopped is found by whoever waits for its end.
      const onAbort = (): void => void stop(steps).catch(() => undefined);
      if (signal?.aborted === true) onAbort();
      signal?.addEventListener('abort', onAbort);
      return { [Symbol.dispose]: () => signal?.removeEventListener('abort', onAbort) };
    },
  };
}
