import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { secretFile } from '../secret-file.ts';
import { StoreError, type Store } from '../store.ts';
import { findPostgres } from './binaries.ts';
import { ensureCluster, POSTGRES_USER } from './cluster.ts';
import { ensureDatabase } from './connect.ts';
import { launchPostgres } from './launch.ts';
import { POSTGRES_STOP, stopLeftOver } from './postmaster-pid.ts';

const DATABASE = 'flash_sale';

/**
 * Starts the embedded PostgreSQL on `dataDir`/postgres: made on first use, reached over loopback with a password that is
 * kept beside it. A server that was killed may have left one running: that one is stopped first.
 */
export async function openPostgres({ dataDir, log }: { dataDir: string; log: Log }): Promise<Store> {
  const binaries = findPostgres();
  const cluster = join(dataDir, 'postgres');
  const passwordPath = join(dataDir, 'postgres.password');
  const password = await secretFile(passwordPath);
  const identity = await ensureCluster({ binaries, dir: cluster, password });
  const leftOver = await stopLeftOver(cluster);
  if (leftOver !== null) log.info({ pid: leftOver }, 'stopped a PostgreSQL left running by a killed server');
  const logPath = join(dataDir, 'postgres.log');
  const { process: owned, port } = await launchPostgres({ binaries, identity, cluster, logPath });
  void owned.ended.then((how) => {
    if (!owned.stopping()) log.error({ logPath }, `the embedded PostgreSQL ${how}`);
  });
  const url = `postgres://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
  try {
    const description = `PostgreSQL ${await ensureDatabase(url)} (embedded)`;
    return { url, kind: 'embedded', description, [Symbol.asyncDispose]: () => owned.stop(POSTGRES_STOP) };
  } catch (error) {
    await owned.stop(POSTGRES_STOP);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      `The embedded PostgreSQL runs, but refuses us: ${reason}. Its password is in ${passwordPath}.`,
    );
  }
}
