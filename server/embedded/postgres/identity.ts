import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { StoreError } from '../store.ts';

/** As whom PostgreSQL runs. It refuses root, and needs an account that the system has a name for. */
export interface Identity {
  readonly name: string;
  /** Goes before the command. */
  readonly prefix: readonly string[];
  readonly ids: { readonly uid: number; readonly gid: number } | null;
}

const SELF: Identity = { name: 'this user', prefix: [], ids: null };
/** Accounts that Unix systems have; the first that exists is used. */
const ACCOUNTS = ['postgres', 'daemon', 'nobody'];

function accountIds(account: string): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { stdout } = spawnSync('id', [flag, account], { encoding: 'utf8' });
    return /^\d+$/.test(stdout?.trim() ?? '') ? Number(stdout) : null;
  });
  return uid === null || uid === undefined || gid === null || gid === undefined ? null : { uid, gid };
}

/**
 * A user namespace shows our own files to PostgreSQL as an ordinary account's, so nothing changes owner and a data
 * directory below a private home works. Containers often forbid it.
 */
function namespaced({ uid, gid }: { uid: number; gid: number }): Identity | null {
  const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`];
  const probe = spawnSync('unshare', [...prefix.slice(1), 'true']);
  return probe.status === 0 ? { name: 'a user namespace', prefix, ids: null } : null;
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Identities to try for a new cluster, best first. Empty when root has no account to lend. */
export function identities(): Identity[] {
  const root = process.getuid?.() === 0;
  if (!root && hasName()) return [SELF];
  const accounts = ACCOUNTS.flatMap((name) => {
    const ids = accountIds(name);
    return ids === null ? [] : [{ name: `user ${name}`, prefix: [], ids }];
  });
  const [first] = accounts;
  const inNamespace = first === undefined ? null : namespaced(first.ids);
  return [...(inNamespace === null ? [] : [inNamespace]), ...(root ? accounts : [])];
}

/**
 * The identity that may run an existing cluster: its owner.
 * @throws StoreError when it belongs to another user.
 */
export function identityOf(cluster: string): Identity {
  const own = process.getuid?.();
  const { uid, gid } = statSync(cluster);
  if (own === undefined) return SELF;
  if (own === 0 && uid !== 0) return { name: `user ${uid}`, prefix: [], ids: { uid, gid } };
  if (own !== uid) {
    throw new StoreError(
      `${cluster} belongs to user ${uid}: run as that user, or set DATA_DIR to another folder.`,
    );
  }
  const [identity] = identities();
  if (identity === undefined)
    throw new StoreError('PostgreSQL refuses to run as root: start this as an ordinary user.');
  return identity;
}
