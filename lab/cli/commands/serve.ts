import { once } from 'node:events';
import { writeJson } from '../json.ts';
import { whenReady } from '../ready-url.ts';
import { codeOf, startServerProcess } from '../server-process.ts';
import type { Terminal } from '../terminal.ts';

/** The options of `serve`: everything else that can be set is an environment variable. */
export interface ServeOptions {
  readonly port?: number;
  readonly dataDir?: string;
  /** A number or `auto`; the server says what it may be. */
  readonly workers?: string;
  readonly json?: boolean;
}

/** `flash-sale serve`: what `npm start` serves, until it is stopped. Answers with the server's exit code. */
export async function serve(
  { port, dataDir, workers, json }: ServeOptions,
  terminal: Terminal,
): Promise<number> {
  const child = startServerProcess(terminal, {
    env: {
      ...(port === undefined ? {} : { PORT: String(port) }),
      ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }),
      ...(workers === undefined ? {} : { WORKERS: workers }),
    },
    stdio: ['inherit', json === true ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    detached: false,
  });
  child.stdout?.on('data', (chunk) => terminal.stderr.write(String(chunk)));
  whenReady(child, (url) => writeJson(terminal.stdout, { url, pid: child.pid }));
  // Of a Ctrl-C the server hears twice, from the terminal and from us; it takes two that close for one.
  terminal.stopped.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code, signal] = await once(child, 'close');
  return codeOf(code, signal);
}
