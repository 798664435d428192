import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { distFile } from '../../package-root.ts';
import { openLogFile } from '../log-file.ts';
import { ownProcess } from '../owned-process.ts';
import { notePid, REDIS_STOP } from '../redis/left-over.ts';
import { probeRedis } from '../redis/probe.ts';
import { StoreError, type Store } from '../store.ts';
import type { HostOrder } from './protocol.ts';

const READY_MAX_MS = 60_000;
const readySchema = z.object({ port: z.number() });

export interface WasmOptions extends HostOrder {
  readonly logPath: string;
  readonly log: Log;
}

function ready(child: ChildProcess): Promise<number> {
  return new Promise((resolve) =>
    child.once('message', (message) => resolve(readySchema.parse(message).port)),
  );
}

/**
 * Starts Valkey as WebAssembly in a process of its own. It can't write in the background: what it holds is saved when it
 * stops, and reloaded at the next start.
 */
export async function openWasmRedis({ dir, password, logPath, log }: WasmOptions): Promise<Store> {
  using out = openLogFile(logPath);
  const child = fork(distFile('server/embedded/wasm/host.js'), {
    cwd: dir,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', out.fd, out.fd, 'ipc'],
    detached: true,
  });
  const owned = ownProcess(child, 'SIGTERM');
  const port = ready(child);
  child.send({ dir, password } satisfies HostOrder);
  await notePid(dir, owned.pid);
  try {
    const first = await Promise.race([port, owned.ended]);
    if (typeof first === 'string') throw new Error(first);
    // From here on it is the sockets of our users that keep this process alive, not the child.
    child.channel?.unref();
    const url = `redis://:${password}@127.0.0.1:${first}`;
    const { version } = await probeRedis(url, { maxMs: READY_MAX_MS, ended: owned.ended });
    void owned.ended.then((how) => {
      if (!owned.stopping()) log.error({ logPath }, `the embedded Valkey ${how}`);
    });
    const description = `${version} (WebAssembly, embedded)`;
    return { url, kind: 'embedded', description, [Symbol.asyncDispose]: () => owned.stop(REDIS_STOP) };
  } catch (error) {
    await owned.stop(REDIS_STOP);
    throw new StoreError(
      `Valkey (WebAssembly) did not start: ${String(error)}. The end of ${logPath}:\n${out.tail()}`,
    );
  }
}
