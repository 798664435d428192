import { join } from 'node:path';
import { openBooks, type Books } from './books.ts';
import { type Server, startServer, type ServerOptions } from './server.ts';
import { openBenchStores, openFolder, type BenchStores } from './stores.ts';

/** The product on empty stores of its own: what most parts measure. */
export interface Setting extends AsyncDisposable {
  readonly stores: BenchStores;
  readonly server: Server;
  readonly books: Books;
}

/** Opens stores and a server on them. */
export async function openSetting(options: Partial<ServerOptions> = {}): Promise<Setting> {
  const folder = await openFolder();
  const stores = await openBenchStores(folder);
  const { databaseUrl, redisUrl } = stores;
  const env = { DATA_DIR: join(folder.path, 'server'), DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const server = await startServer({ ...options, env: { ...env, ...options.env } });
  const books = await openBooks(databaseUrl, server.admin);
  return {
    stores,
    server,
    books,
    async [Symbol.asyncDispose]() {
      await books[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
