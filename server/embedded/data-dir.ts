import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import { acquireLock } from './data-dir-lock.ts';
import { secretFile } from './secret-file.ts';

/** The folder of one server: its lock, its secrets, and the data of the embedded stores. */
export interface DataDir extends Disposable {
  /** Absolute, links resolved. */
  readonly path: string;
  /** The admin token kept here, made on first use. */
  adminToken(): Promise<string>;
  /** Tells a second server on this folder where the first one serves. */
  announce(url: string): void;
}

/**
 * Makes the folder if need be (mode 0700; an existing one keeps its mode) and locks it for this process.
 * @throws StartError when another server uses it, or it can't be written.
 */
export async function openDataDir(wanted: string): Promise<DataDir> {
  const { path, lock } = await open(wanted).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `DATA_DIR (${wanted}) can't be used: ${reason}\nSet DATA_DIR to a folder you may write to.`,
    );
  });
  if ('pid' in lock) {
    const where = lock.url === null ? 'is still starting' : `serves ${lock.url}`;
    throw new StartError(
      `${path} is in use by process ${lock.pid}, which ${where}.\n` +
        'Stop that one first, or set DATA_DIR (and PORT) for a second server.',
    );
  }
  return {
    path,
    adminToken: () => secretFile(join(path, 'admin-token')),
    announce: lock.announce,
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
}

async function open(wanted: string): Promise<{ path: string; lock: ReturnType<typeof acquireLock> }> {
  await makeFolder(resolve(wanted));
  const path = await realpath(wanted);
  return { path, lock: acquireLock(join(path, 'lock')) };
}

/** Node's own `recursive` never comes back where a folder is there and takes nothing new, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> => mkdir(path, { mode: 0o700 });
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  });
}
