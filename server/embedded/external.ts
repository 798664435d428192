import { postgresVersion } from './postgres/connect.ts';
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

/** A Redis or Valkey of the user's. Not ours to stop. @throws StoreError naming REDIS_URL when it doesn't answer. */
export async function externalRedis(url: string): Promise<Store> {
  const what = `REDIS_URL (${new URL(url).host}) can't be used`;
  const version = await withPatience(what, () => probeRedis(url, { maxMs: CONNECT_MAX_MS }));
  return { url, kind: 'external', description: `${version} (REDIS_URL)`, [Symbol.asyncDispose]: nothing };
}
