import { join } from 'node:path';
import { Client } from 'pg';
import { openPostgres } from '../../embedded/postgres/open-postgres.ts';
import { readPostmaster } from '../../embedded/postgres/postmaster-pid.ts';
import type { Store } from '../../embedded/store.ts';
import type { Log } from '../../log.ts';
import { familyOf, signalAll } from './processes.ts';
import { openProxy, type Proxy } from './proxy.ts';

/** A PostgreSQL of our own behind a proxy. */
export interface FaultyPostgres extends AsyncDisposable {
  /** What servers are given: the proxy's address. */
  readonly url: string;
  readonly proxy: Proxy;
  /** Runs a statement past the proxy, on a connection of its own. Throws while the store is down. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** kill -9 of the postmaster and all its children, at once. */
  kill(): void;
  freeze(): void;
  thaw(): void;
  /** An orderly fast shutdown. */
  stop(): Promise<void>;
  /** Starts it again on the same data, on another port; the proxy leads there. Resolves when it takes connections. */
  start(): Promise<void>;
}

/** Starts one in `dataDir`. */
export async function openFaultyPostgres(dataDir: string, log: Log): Promise<FaultyPostgres> {
  const proxy = await openProxy();
  let store: Store = await openPostgres({ dataDir, log, startsAgain: false });
  const lead = (): void => proxy.lead(Number(new URL(store.url).port));
  lead();
  const url = new URL(store.url);
  url.port = String(proxy.port);
  let frozen: number[] = [];
  const family = (): number[] => familyOf(readPostmaster(join(dataDir, 'postgres'))?.pid ?? 0);
  return {
    url: url.href,
    proxy,
    async query<Row>(text: string, values: unknown[] = []) {
      const client = new Client({ connectionString: store.url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(text, values)).rows as Row[];
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    kill: () => signalAll(family(), 'SIGKILL'),
    freeze: () => signalAll((frozen = family()), 'SIGSTOP'),
    thaw: () => signalAll(frozen, 'SIGCONT'),
    async stop() {
      await proxy.refuse();
      await store[Symbol.asyncDispose]();
    },
    async start() {
      store = await openPostgres({ dataDir, log, startsAgain: false });
      lead();
      await proxy.listen().catch(() => undefined);
    },
    async [Symbol.asyncDispose]() {
      signalAll(frozen, 'SIGCONT');
      await proxy[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}
