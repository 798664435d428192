import { mkdir, realpath } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { externalPostgres, externalRedis } from './external.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { openRedis, type RedisMode } from './redis/open-redis.ts';
import { StoreError, type Store, type Stores } from './store.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface OpenStoresOptions {
  /** Where embedded stores keep their data; the caller holds its lock. Made with mode 0700 when missing. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly redisMode?: RedisMode | undefined;
  readonly log: Log;
  /** Aborted: nothing more is opened, and what was is stopped. */
  readonly signal?: AbortSignal | undefined;
}

async function disposeAll(stores: readonly Store[]): Promise<void> {
  const ends = await Promise.allSettled(stores.map((store) => store[Symbol.asyncDispose]()));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** The one problem as it is, or both as one. */
function failureOf(problems: readonly unknown[]): unknown {
  if (problems.length === 1) return problems[0];
  return new StoreError(
    problems.map((problem) => (problem instanceof Error ? problem.message : String(problem))).join('\n\n'),
  );
}

/**
 * Starts or finds both stores, at the same time. When one fails the other is stopped before this rejects.
 * @throws StoreError in words for the person who ran the command; the reason of `signal` once that is aborted.
 */
export async function openStores(options: OpenStoresOptions): Promise<Stores> {
  const { databaseUrl, redisUrl, redisMode: mode, log, signal } = options;
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  // Links resolved: the system tells of a process only the real folder it works in.
  const dataDir = await realpath(options.dataDir);
  const opening = [
    databaseUrl === undefined
      ? openPostgres({ dataDir, log, signal })
      : unlessAborted(externalPostgres(databaseUrl, log), signal),
    redisUrl === undefined
      ? openRedis({ dataDir, log, mode, signal })
      : unlessAborted(externalRedis(redisUrl, log), signal),
  ] as const;
  const opened = await Promise.allSettled(opening);
  const [postgres, redis] = opened;
  if (signal?.aborted !== true && postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    const stores = [postgres.value, redis.value];
    return { postgres: postgres.value, redis: redis.value, [Symbol.asyncDispose]: () => disposeAll(stores) };
  }
  await disposeAll(opened.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])));
  signal?.throwIfAborted();
  throw failureOf(opened.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : [])));
}
