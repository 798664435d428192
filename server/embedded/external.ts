import type { Log } from '../log.ts';
import { postgresVersion } from './postgres/connect.ts';
import { isClusterUrl, parseClusterUrl } from '../redis-url.ts';
import { probeCluster } from './redis/probe-cluster.ts';
import { probeRedis } from './redis/probe.ts';
import { StoreError, type Store } from './store.ts';
import { wordsOf } from './words-of.ts';

/** Long enough for a database that starts together with us. */
const CONNECT_MAX_MS = 15_000;
const RETRY_MS = 250;

async function withPatience<T>(
  { what, onWait }: { what: string; onWait: OnWait },
  probe: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + CONNECT_MAX_MS;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline || !isTransient(error))
        throw new StoreError(`${what} can't be used: ${wordsOf(error)}`);
      onWait(wordsOf(error));
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Worth another try: nobody listens yet, or it is starting up (57P03). A wrong password or name is not. */
function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ETIMEDOUT', '57P03'].includes(code);
}

type OnWait = (why: string) => void;

/** Says once what is waited for, and why. */
function sayOnce(what: string, log: Log): OnWait {
  let hasSaid = false;
  return (why) => {
    if (!hasSaid) log.warn({ why }, `waiting for ${what}, ${CONNECT_MAX_MS / 1_000} seconds at most`);
    hasSaid = true;
  };
}

const nothing = (): Promise<void> => Promise.resolve();

/** A PostgreSQL of the user's. Not ours to stop. @throws StoreError naming DATABASE_URL when it doesn't answer. */
export async function externalPostgres(url: string, log: Log): Promise<Store> {
  const what = `DATABASE_URL (${new URL(url).host})`;
  const version = await withPatience({ what, onWait: sayOnce(what, log) }, () => postgresVersion(url));
  return {
    url,
    kind: 'external',
    description: `PostgreSQL ${version} (DATABASE_URL)`,
    [Symbol.asyncDispose]: nothing,
  };
}

/** A Redis or Valkey of the user's, or a cluster. Not ours to stop. @throws StoreError naming REDIS_URL when it doesn't answer. */
export async function externalRedis(url: string, log: Log): Promise<Store> {
  const description = isClusterUrl(url) ? await clusterWords(url, log) : await serverWords(url, log);
  return { url, kind: 'external', description: `${description} (REDIS_URL)`, [Symbol.asyncDispose]: nothing };
}

async function serverWords(url: string, log: Log): Promise<string> {
  const { host, protocol } = new URL(url);
  const what = `REDIS_URL (${host})`;
  const onWait = sayOnce(what, log);
  const { version, isNode } = await withPatience({ what, onWait }, () =>
    probeRedis(url, { maxMs: CONNECT_MAX_MS, onWait }),
  );
  if (!isNode) return version;
  const cluster = `${protocol.replace(':', '')}+cluster://`;
  throw new StoreError(
    `${what} can't be used: it is a node of a cluster. Write ${cluster} in place of ${protocol}//, with one or more of its nodes: ${cluster}:password@${host},...`,
  );
}

async function clusterWords(url: string, log: Log): Promise<string> {
  const address = parseClusterUrl(url);
  if (typeof address === 'string') throw new StoreError(`REDIS_URL ${address}`);
  const what = `REDIS_URL (${address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ')})`;
  const { version, masters } = await withPatience({ what, onWait: sayOnce(what, log) }, () =>
    probeCluster(address),
  );
  return `${version}, a cluster of ${masters} ${masters === 1 ? 'node' : 'nodes'}`;
}
