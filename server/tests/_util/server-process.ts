import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { distFile } from '../../package-root.ts';

/** A real server process, started as `npm start` starts it. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** The first match in what it writes. Rejects with its output when it ends first. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves when it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Starts a command; disposing it kills it if the test didn't. */
export function startCommand(
  command: readonly string[],
  { env = {}, cwd }: ProcessOptions = {},
): ServerProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      written += String(chunk);
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(written);
        if (match !== null) resolve(match);
      };
      waiting.add(look);
      look();
      void ended.then((how) => reject(new Error(`ended (${how}) without saying ${pattern}:\n${written}`)));
    });
  return {
    pid: child.pid ?? 0,
    output: () => written,
    said,
    ended,
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What the server says once it serves: its address, then the link with the token. */
export const READY = /Dashboard\s+(http:\S+)\/\s+(\S+)[^]*Ctrl-C/;

export interface ServerOptions {
  readonly dataDir: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Goes before the command, e.g. to run it as another user. */
  readonly prefix?: readonly string[];
  readonly cwd?: string;
}

/** Starts the built server on a free port. */
export function startServer({ dataDir, env = {}, prefix = [], cwd }: ServerOptions): ServerProcess {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  return startCommand([...prefix, process.execPath, distFile('server/main.js')], {
    env: { PATH: path, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
}
