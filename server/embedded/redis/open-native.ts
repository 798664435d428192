import { spawn } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { freePort } from '../free-port.ts';
import { openLogFile } from '../log-file.ts';
import { ownProcess, type OwnedProcess } from '../owned-process.ts';
import { StoreError, type Store } from '../store.ts';
import { supervise } from '../supervisor.ts';
import type { RedisFolder } from './folder.ts';
import { notePid, REDIS_STOP } from './left-over.ts';
import { nativeConfig } from './native-config.ts';
import { probeRedis } from './probe.ts';

const ATTEMPTS_MAX = 5;
const READY_MAX_MS = 120_000;
const PORT_TAKEN = /Could not create server TCP listening socket|Address already in use|Failed listening/;
const UNREADABLE = /(AOF|append only file|RDB|incr file|manifest)/i;

export interface NativeOptions extends RedisFolder {
  readonly program: string;
}

interface Launched {
  readonly owned: OwnedProcess;
  readonly url: string;
  readonly port: number;
  readonly version: string;
}

async function launch(options: NativeOptions, port: number): Promise<Launched | string> {
  const { program, dir, logPath, password, signal } = options;
  signal?.throwIfAborted();
  using out = openLogFile(logPath);
  const child = spawn(program, ['-'], { cwd: dir, stdio: ['pipe', out.fd, out.fd], detached: true });
  const owned = ownProcess(child, 'SIGTERM');
  using _bond = owned.stopOn(REDIS_STOP, signal);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(nativeConfig({ port, password }));
  const url = `redis://:${password}@127.0.0.1:${port}`;
  try {
    await notePid(dir, owned.pid);
    const { version } = await probeRedis(url, { maxMs: READY_MAX_MS, ended: owned.ended });
    return { owned, url, port, version };
  } catch (error) {
    await owned.stop(REDIS_STOP);
    return `${program} did not start: ${String(error)}. The end of ${logPath}:\n${out.tail()}`;
  }
}

/** Nothing acknowledged rests on Redis: data it can't read is kept for a look, and it starts empty. */
async function setDataAside(dir: string, log: Log): Promise<void> {
  const aside = join(dir, `appendonlydir.unreadable-${Date.now()}`);
  await rename(join(dir, 'appendonlydir'), aside).catch(() => undefined);
  log.warn({ aside }, 'the Redis data could not be read: starting with an empty Redis');
}

/** On a port found free, unless its users know it already. @throws StoreError with the end of its log. */
async function start(options: NativeOptions, knownPort?: number): Promise<Launched> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch(options, knownPort ?? (await freePort()));
    if (typeof launched !== 'string') return launched;
    if (attempt >= ATTEMPTS_MAX) throw new StoreError(launched);
    if (PORT_TAKEN.test(launched) && knownPort === undefined) continue;
    if (attempt > 1 || !UNREADABLE.test(launched)) throw new StoreError(launched);
    await setDataAside(options.dir, options.log);
  }
}

/**
 * Starts a redis-server or valkey-server on loopback with a password, its append-only file synced every second.
 * @throws StoreError with the end of its log.
 */
export async function openNativeRedis(options: NativeOptions): Promise<Store> {
  const { owned: first, url, port, version } = await start(options);
  const running = supervise({
    ...options,
    name: 'the embedded Redis',
    first,
    start: async (signal) => (await start({ ...options, signal }, port)).owned,
    steps: REDIS_STOP,
  });
  return { url, kind: 'embedded', description: `${version} (${options.program}, embedded)`, ...running };
}
