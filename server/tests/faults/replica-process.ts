import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createClient, type FlashSaleClient } from '../../../sdk/index.ts';
import { distFile } from '../../package-root.ts';
import { until } from './clock.ts';

const ADMIN_TOKEN = 'test-admin-token-of-this-run';
const READY = /Dashboard\s+(http:\S+)\//;
const PRELOAD = new URL('./preload.mjs', import.meta.url).href;

/** What a replica runs on. */
export interface ReplicaOptions {
  readonly name: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** A replica's process, once it serves. */
export interface Running {
  readonly child: ChildProcess;
  readonly client: FlashSaleClient;
  /** How it ended, and its last words. */
  readonly ended: Promise<string>;
}

/** Starts a replica from dist/; `onWords` hears what it writes. */
export async function launch(options: ReplicaOptions, onWords: (words: string) => void): Promise<Running> {
  const env = {
    ...process.env,
    PORT: '0',
    DATA_DIR: options.dataDir,
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    ADMIN_TOKEN,
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, ['--import', PRELOAD, distFile('server/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      written += String(chunk);
      onWords(String(chunk));
    });
  const ended = once(child, 'exit').then(
    ([code, signal]) => `${String(code ?? signal)}: ${written.slice(-4_000)}`,
  );
  let end: string | null = null;
  void ended.then((how) => (end = how));
  const [, url = ''] = await until(
    'a replica serves',
    () => {
      if (end !== null) throw new Error(`a replica did not start: ${end}`);
      return READY.exec(written);
    },
    { maxMs: 60_000 },
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { child, ended, client: createClient({ url: `${url}/graphql`, token: ADMIN_TOKEN }) };
}
