import { spawn } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { freePort } from '../free-port.ts';
import { openLogFile } from '../log-file.ts';
import { ownProcess, type OwnedProcess } from '../owned-process.ts';
import { StoreError, type Store } from '../store.ts';
import { notePid, REDIS_STOP } from './left-over.ts';
import { nativeConfig } from './native-config.ts';
import { probeRedis } from './probe.ts';

const ATTEMPTS_MAX = 5;
const READY_MAX_MS = 120_000;
const PORT_TAKEN = /Could not create server TCP listening socket|Address already in use|Failed listening/;
const UNREADABLE = /(AOF|append only file|RDB|incr file|manifest)/i;

export interface NativeOptions {
  readonly program: string;
  /** Its data and working directory. */
  readonly dir: string;
  readonly logPath: string;
  readonly password: string;
  readonly log: Log;
}

interface Launched {
  readonly owned: OwnedProcess;
  readonly url: string;
  readonly version: string;
}

async function launch({ program, dir, logPath, password }: NativeOptions): Promise<Launched | string> {
  const port = await freePort();
  using out = openLogFile(logPath);
  const child = spawn(program, ['-'], { cwd: dir, stdio: ['pipe', out.fd, out.fd], detached: true });
  const owned = ownProcess(child, 'SIGTERM');
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(nativeConfig({ port, password }));
  await notePid(dir, owned.pid);
  const url = `redis://:${password}@127.0.0.1:${port}`;
  try {
    const { version } = await probeRedis(url, { maxMs: READY_MAX_MS, ended: owned.ended });
    return { owned, url, version };
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

/**
 * Starts a redis-server or valkey-server on loopback with a password, its append-only file synced every second.
 * @throws StoreError with the end of its log.
 */
export async function openNativeRedis(options: NativeOptions): Promise<Store> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch(options);
    if (typeof launched !== 'string') {
      const { owned, url, version } = launched;
      void owned.ended.then((how) => {
        if (!owned.stopping()) options.log.error({ logPath: options.logPath }, `the embedded Redis ${how}`);
      });
      const description = `${version} (${options.program}, embedded)`;
      return { url, kind: 'embedded', description, [Symbol.asyncDispose]: () => owned.stop(REDIS_STOP) };
    }
    if (attempt >= ATTEMPTS_MAX) throw new StoreError(launched);
    if (PORT_TAKEN.test(launched)) continue;
    if (attempt > 1 || !UNREADABLE.test(launched)) throw new StoreError(launched);
    await setDataAside(options.dir, options.log);
  }
}
