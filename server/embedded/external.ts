import { postgresVersion } from './postgres/connect.ts';
import { isClusterUrl, parseClusterUrl } from '../redis-url.ts';
import { probeCluster } from './redis/probe-cluster.ts';
import { probeRedis } from './redis/probe.ts';
import { StoreError, type Store } from './store.ts';

/** Long enough for a database that starts together with us. */
const CONNECT_MAX_MS = 15_000;
const RETRY_MS = 250;

async function withPatience<T>(what: string, probe: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + CONNECT_MAX_MS;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline || !isTransient(error))
        throw new StoreError(`${what}: ${wordsOf(error)}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Worth another try: nobody listens yet, or it is starting up (57P03). A wrong password is not. */
function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03'].includes(code);
}

/** A refusal by every address of a host is an AggregateError without words of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

const nothing = (): Promise<void> => Promise.resolve();

/** A PostgreSQL of the user's. Not ours to stop. @throws StoreError naming DATABASE_URL when it doesn't answer. */
export async function externalPostgres(url: string): Promise<Store> {
  const what = `DATABASE_URL (${new URL(url).host}) can't be used`;
  const version = await withPatience(what, () => postgresVersion(url));
  return {
    url,
    kind: 'external',
    description: `PostgreSQL ${version} (DATABASE_URL)`,
    [Symbol.asyncDispose]: nothing,
  };
}

/** A Redis or Valkey of the user's, or a cluster. Not ours to stop. @throws StoreError naming REDIS_URL when it doesn't answer. */
export async function externalRedis(url: string): Promise<Store> {
  const description = isClusterUrl(url) ? await clusterWords(url) : await serverWords(url);
  return { url, kind: 'external', description: `${description} (REDIS_URL)`, [Symbol.asyncDispose]: nothing };
}

async function serverWords(url: string): Promise<string> {
  const { host, protocol } = new URL(url);
  const what = `REDIS_URL (${host}) can't be used`;
  const { version, isNode } = await withPatience(what, () => probeRedis(url, { maxMs: CONNECT_MAX_MS }));
  if (!isNode) return version;
  throw new StoreError(
    `${what}: it is a node of a cluster. Write ${protocol.replace(':', '')}+cluster:// in place of ${protocol}//, with one or more of its nodes: ${protocol.replace(':', '')}+cluster://:password@${host},...`,
  );
}

async function clusterWords(url: string): Promise<string> {
  const address = parseClusterUrl(url);
  if (typeof address === 'string') throw new StoreError(`REDIS_URL ${address}`);
  const hosts = address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
  const { version, masters } = await withPatience(`REDIS_URL (${hosts}) can't be used`, () =>
    probeCluster(address),
  );
  return `${version}, a cluster of ${masters} ${masters === 1 ? 'node' : 'nodes'}`;
}
