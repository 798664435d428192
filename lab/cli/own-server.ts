import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from './failure.ts';
import { whenReady } from './ready-url.ts';
import { startServerProcess } from './server-process.ts';
import { type Terminal, variable } from './terminal.ts';

const STOP_GRACE_MS = 20_000;
const WORDS_MAX_CHARS = 4_000;

/** A server that a command started for its own time. Disposing it stops it, and its stores. */
export interface OwnServer extends AsyncDisposable {
  readonly url: string;
  /** Aborted when it ends by itself; the reason says why, in its own words. */
  readonly gone: AbortSignal;
}

/**
 * Starts a server on a free port, with the data directory and the settings that `npm start` would use here. Throws a
 * Failure with its words when it can't be started, and the signal's reason when the command is stopped first.
 */
export async function startOwnServer(terminal: Terminal): Promise<OwnServer> {
  const env = { PORT: '0', LOG_LEVEL: variable(terminal, 'LOG_LEVEL') ?? 'warn' };
  const child = startServerProcess(terminal, {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const gone = new AbortController();
  const ended = endOf(child);
  void ended.then((words) => gone.abort(new Failure(words, { code: 'NO_SERVER' })));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(late);
  };
  try {
    const url = await readyUrl(child, AbortSignal.any([gone.signal, terminal.stopped]));
    return { url, gone: gone.signal, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyUrl(child: ChildProcess, givenUp: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    givenUp.throwIfAborted();
    givenUp.addEventListener('abort', () => reject(givenUp.reason));
    whenReady(child, resolve);
  });
}

/** Resolves when the process has ended, with the last that it said on standard error. */
async function endOf(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors = (errors + String(chunk)).slice(-WORDS_MAX_CHARS)));
  await once(child, 'close').catch((error: unknown) => (errors = String(error)));
  const words = errors.trim();
  return `The server that this command started has ended${words === '' ? '.' : `:\n\n${words}`}`;
}
