import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { distFile } from '../../package-root.ts';
import { openLogFile } from '../log-file.ts';
import { ownProcess, type OwnedProcess } from '../owned-process.ts';
import type { RedisFolder } from '../redis/folder.ts';
import { notePid, REDIS_STOP } from '../redis/left-over.ts';
import { probeRedis } from '../redis/probe.ts';
import { StoreError, type Store } from '../store.ts';
import { supervise } from '../supervisor.ts';
import type { HostOrder } from './protocol.ts';

const READY_MAX_MS = 60_000;
const readySchema = z.object({ port: z.number() });

interface Launched {
  readonly owned: OwnedProcess;
  readonly url: string;
  readonly port: number;
  readonly version: string;
}

function ready(child: ChildProcess): Promise<number> {
  return new Promise((resolve) =>
    child.once('message', (message) => resolve(readySchema.parse(message).port)),
  );
}

async function launch(options: RedisFolder, asked: number): Promise<Launched> {
  const { dir, password, logPath, signal } = options;
  signal?.throwIfAborted();
  using out = openLogFile(logPath);
  const child = fork(distFile('server/embedded/wasm/host.js'), {
    cwd: dir,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', out.fd, out.fd, 'ipc'],
    detached: true,
  });
  const owned = ownProcess(child, 'SIGTERM');
  using _bond = owned.stopOn(REDIS_STOP, signal);
  const listening = ready(child);
  child.send({ dir, password, port: asked } satisfies HostOrder, () => undefined);
  try {
    await notePid(dir, owned.pid);
    const port = await Promise.race([listening, owned.ended]);
    if (typeof port === 'string') throw new Error(port);
    // From here on it is the sockets of our users that keep this process alive, not the child.
    child.channel?.unref();
    const url = `redis://:${password}@127.0.0.1:${port}`;
    const { version } = await probeRedis(url, { maxMs: READY_MAX_MS, ended: owned.ended });
    return { owned, url, port, version };
  } catch (error) {
    await owned.stop(REDIS_STOP);
    throw new StoreError(
      `Valkey (WebAssembly) did not start: ${String(error)}. The end of ${logPath}:\n${out.tail()}`,
    );
  }
}

/**
 * Starts Valkey as WebAssembly in a process of its own. It can't write in the background: what it holds is saved when it
 * stops, and reloaded at the next start.
 */
export async function openWasmRedis(options: RedisFolder): Promise<Store> {
  const { owned: first, url, port, version } = await launch(options, 0);
  const running = supervise({
    ...options,
    name: 'the embedded Valkey',
    first,
    start: async (signal) => (await launch({ ...options, signal }, port)).owned,
    steps: REDIS_STOP,
  });
  return { url, kind: 'embedded', description: `${version} (WebAssembly, embedded)`, ...running };
}
