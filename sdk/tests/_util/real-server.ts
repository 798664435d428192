import { freshStores, type FreshStores } from '../../../server/tests/_util/stores.ts';
import { READY, type ServerProcess, startServer } from '../../../server/tests/_util/server-process.ts';
import { tempDir } from '../../../server/tests/_util/temp-dir.ts';

export const ADMIN_TOKEN = 'a-token-for-the-tests-of-the-sdk';

/** A real server on stores of its own; it can be stopped and started again on the same port and stores. */
export interface RealServer extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

async function serve(
  stores: FreshStores,
  dataDir: string,
  port: string,
): Promise<{ process: ServerProcess; url: URL }> {
  const { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL } = stores;
  const process = startServer({ dataDir, env: { DATABASE_URL, REDIS_URL, ADMIN_TOKEN, PORT: port } });
  const [, url = ''] = await process.said(READY);
  return { process, url: new URL('/graphql', url) };
}

/** One for each test file. */
export async function startRealServer(): Promise<RealServer> {
  const dir = await tempDir();
  const stores = await freshStores();
  let running = await serve(stores, dir.path, '0');
  const stop = async (): Promise<void> => running.process[Symbol.asyncDispose]();
  return {
    url: running.url.href,
    stop,
    async start() {
      running = await serve(stores, dir.path, running.url.port);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await stores[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}
