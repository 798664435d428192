import { join } from 'node:path';
import type { OwnedProcess } from '../owned-process.ts';
import { secretFile } from '../secret-file.ts';
import { StoreError, type OpenStoreOptions, type Store } from '../store.ts';
import { supervise } from '../supervisor.ts';
import { findPostgres } from './binaries.ts';
import { ensureCluster, POSTGRES_USER } from './cluster.ts';
import { ensureDatabase } from './connect.ts';
import { launchPostgres } from './launch.ts';
import { POSTGRES_STOP, stopLeftOver } from './postmaster-pid.ts';
import { watchPostgres } from './watch.ts';

const DATABASE = 'flash_sale';

/**
 * Starts the embedded PostgreSQL on `dataDir`/postgres: made on first use, reached over loopback with a password that is
 * kept beside it. A server that was killed may have left one running: that one is stopped first.
 */
export async function openPostgres(options: OpenStoreOptions): Promise<Store> {
  const { dataDir, log, startsAgain = true } = options;
  const binaries = findPostgres();
  const cluster = join(dataDir, 'postgres');
  const passwordPath = join(dataDir, 'postgres.password');
  const password = await secretFile(passwordPath);
  const identity = await ensureCluster({ binaries, dir: cluster, password });
  const leftOver = await stopLeftOver(cluster);
  if (leftOver !== null) log.info({ pid: leftOver }, 'stopped a PostgreSQL left running by a killed server');
  const logPath = join(dataDir, 'postgres.log');
  const launching = { binaries, identity, cluster, logPath };
  const { process: first, port } = await launchPostgres({ ...launching, signal: options.signal });
  const url = `postgres://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const version = await ensureDatabase(url).catch(async (error: unknown) => {
    await first.stop(POSTGRES_STOP);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      `The embedded PostgreSQL runs, but refuses us: ${reason}. Its password is in ${passwordPath}.`,
    );
  });
  const watch = (process: OwnedProcess): void => void watchPostgres({ url, process, log });
  if (startsAgain) watch(first);
  const start = async (signal: AbortSignal): Promise<OwnedProcess> =>
    (await launchPostgres({ ...launching, port, onSpawn: watch, signal })).process;
  const name = 'the embedded PostgreSQL';
  const running = supervise({ name, first, start, startsAgain, steps: POSTGRES_STOP, logPath, log });
  return { url, kind: 'embedded', description: `PostgreSQL ${version} (embedded)`, ...running };
}
