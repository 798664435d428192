import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StoreError } from '../store.ts';
import type { PostgresBinaries } from './binaries.ts';
import { identities, identityOf, type Identity } from './identity.ts';
import { runAs } from './run.ts';

/** The major version the npm binaries have; a cluster of another one can't be opened by them. */
const MAJOR = '18';
/** Role that owns everything in an embedded cluster. */
export const POSTGRES_USER = 'flash_sale';

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  /** Where the cluster is or will be. */
  readonly dir: string;
  readonly password: string;
}

function initdb(
  identity: Identity,
  { binaries, dir, password: pwfile }: ClusterOptions,
): Promise<string | null> {
  const flags = [
    '--username',
    POSTGRES_USER,
    '--pwfile',
    pwfile,
    '--auth',
    'scram-sha-256',
    '--data-checksums',
  ];
  const locale = ['--encoding', 'UTF8', '--locale', 'C', '--no-instructions'];
  const command = [binaries.initdb, '--pgdata', dir, ...flags, ...locale];
  const child = runAs(identity, command, { cwd: dirname(dir), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) =>
      resolve(code === 0 ? null : said.trim() || `initdb exited with code ${code}`),
    );
  });
}

async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Made in a draft folder and renamed when whole, so that a kill in the middle leaves nothing half made. */
async function tryCreate(identity: Identity, options: ClusterOptions): Promise<string | null> {
  const parent = dirname(options.dir);
  const draft = await mkdtemp(`${options.dir}.new-`);
  const [cluster, pwfile] = [join(draft, 'cluster'), join(draft, 'password')];
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(pwfile, options.password, { mode: 0o600 });
  if (identity.ids !== null) {
    // The account has to pass through our folder, which stays closed to its listing.
    await chmod(parent, (await stat(parent)).mode | 0o011);
    for (const path of [draft, cluster, pwfile]) await chown(path, identity.ids.uid, identity.ids.gid);
  }
  const problem = await initdb(identity, { ...options, dir: cluster, password: pwfile });
  if (problem === null) {
    await rename(cluster, options.dir);
    await syncFolder(parent);
  }
  await rm(draft, { recursive: true, force: true, maxRetries: 3 });
  return problem;
}

async function create(options: ClusterOptions): Promise<Identity> {
  const problems: string[] = [];
  for (const identity of identities()) {
    const problem = await tryCreate(identity, options);
    if (problem === null) return identity;
    problems.push(`  as ${identity.name}: ${problem.replaceAll('\n', '\n    ')}`);
  }
  const tried = problems.length === 0 ? '  there is no account but root to run it as' : problems.join('\n');
  throw new StoreError(
    `PostgreSQL can't make its data directory ${options.dir}:\n${tried}\n` +
      'Set DATA_DIR to a folder it can write to, start this as an ordinary user, or set DATABASE_URL.',
  );
}

async function removeDrafts(dir: string): Promise<void> {
  const drafts = (await readdir(dirname(dir))).filter((name) => name.startsWith(`${basename(dir)}.new-`));
  for (const name of drafts)
    await rm(join(dirname(dir), name), { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Makes the cluster when there is none, and says who may run it.
 * @throws StoreError when it can't be made, or is another version's or another user's.
 */
export async function ensureCluster(options: ClusterOptions): Promise<Identity> {
  await removeDrafts(options.dir);
  const versionFile = join(options.dir, 'PG_VERSION');
  if (!existsSync(options.dir)) return create(options);
  const identity = identityOf(options.dir);
  const version = existsSync(versionFile) ? (await readFile(versionFile, 'utf8')).trim() : null;
  if (version === MAJOR) return identity;
  const maker =
    version === null ? 'was not made by PostgreSQL' : `was made by PostgreSQL ${version}, not ${MAJOR}`;
  throw new StoreError(`${options.dir} ${maker}: move it away, or set DATA_DIR to another folder.`);
}
