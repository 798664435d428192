import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { builtFile, SERVER_FLAGS } from '../../lab/cli/built-file.ts';
import { whenReady } from '../../lab/cli/ready-url.ts';
import { createClient, type FlashSaleClient } from '../../sdk/index.ts';
import { cpuSecondsOf } from './metrics.ts';
import { noted } from './open-things.ts';

const ADMIN_TOKEN = 'admin-token-of-the-bench';
const STOP_MAX_MS = 20_000;

/** The built product in a process of its own. */
export interface Server extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly origin: string;
  /** Its GraphQL endpoint. */
  readonly url: string;
  /** Speaks as the admin. */
  readonly admin: FlashSaleClient;
  /** From the start of the process until it said that it is ready. */
  readonly readyMs: number;
  /** What it has written on standard error. */
  errors(): string;
  /** CPU time that the process has used, seconds. */
  cpuSeconds(): Promise<number>;
}

/** What a server is started with, on top of a free port and a known admin token. */
export interface ServerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** For Node itself. */
  readonly flags?: readonly string[];
}

/** Starts the server as `npm start` does. It ends with us, whatever ends us. */
export async function startServer({ env, flags = [] }: ServerOptions): Promise<Server> {
  const from = performance.now();
  const preload = pathToFileURL(builtFile('lab/cli/end-with-parent.js')).href;
  const child = fork(builtFile('server/main.js'), [], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      WORKERS: '1',
      ADMIN_TOKEN,
      ...env,
    },
    execArgv: ['--import', preload, ...SERVER_FLAGS, ...flags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const stopping = noted({ [Symbol.asyncDispose]: () => stop(child) });
  const origin = await readyUrl(child, () => errors);
  const readyMs = performance.now() - from;
  const url = `${origin}/graphql`;
  const admin = createClient({ url, token: ADMIN_TOKEN });
  return {
    origin,
    url,
    admin,
    readyMs,
    errors: () => errors,
    cpuSeconds: () => cpuSecondsOf(origin),
    async [Symbol.asyncDispose]() {
      await admin.close();
      await stopping[Symbol.asyncDispose]();
    },
  };
}

function readyUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    whenReady(child, resolve);
    child.once('close', () => reject(new Error(`the server ended before it was ready:\n${errors()}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MAX_MS);
  await ended;
  clearTimeout(late);
}
