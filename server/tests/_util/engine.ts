import { Client } from 'pg';
import { openEngine, type Engine } from '../../engine.ts';
import { createLog } from '../../log.ts';
import { freshStores, type FreshStores } from './stores.ts';

/** Every use case of a replica on real stores, without a transport. */
export interface TestEngine extends AsyncDisposable {
  readonly services: Engine['services'];
  readonly stores: FreshStores;
  /** Runs one statement behind the product's back. */
  sql<Row = unknown>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Opens one on stores of its own, or with a Redis that is there already. */
export async function openTestEngine(given: { redisUrl?: string } = {}): Promise<TestEngine> {
  const stores = await freshStores(given);
  const log = createLog({ level: 'fatal' });
  const engine = await openEngine({ ...stores, log, targetUrl: () => 'http://127.0.0.1:9/graphql' });
  const behind = new Client({ connectionString: stores.databaseUrl });
  await behind.connect();
  return {
    services: engine.services,
    stores,
    async sql<Row>(text: string, values?: unknown[]) {
      const { rows } = await behind.query(text, values);
      return rows as Row[];
    },
    async [Symbol.asyncDispose]() {
      await behind.end();
      await engine[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
    },
  };
}
