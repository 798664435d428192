import { createClient, type FlashSaleClient } from '../../../sdk/index.ts';
import { createApp, type App, type AppOptions } from '../../app.ts';
import { createLog } from '../../log.ts';
import { freshStores, type FreshStores } from './stores.ts';

/** The admin token of every app that tests open. */
export const ADMIN_TOKEN = 'test-admin-token-of-this-run';

/** A replica on real stores, with clients of it. */
export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly stores: FreshStores;
  /** Speaks as the admin. */
  readonly admin: FlashSaleClient;
  /** Speaks as nobody in particular. */
  readonly client: FlashSaleClient;
}

/** Opens a replica on a free port; on stores of its own unless some are given, which then outlive it. */
export async function openTestApp(options: Partial<AppOptions> = {}, given?: FreshStores): Promise<TestApp> {
  const stores = given ?? (await freshStores());
  const { databaseUrl, redisUrl } = stores;
  const log = createLog({ level: 'fatal' });
  const base = { host: '127.0.0.1', port: 0, adminToken: ADMIN_TOKEN, clientDir: null, log };
  const app = await createApp({ ...base, databaseUrl, redisUrl, ...options });
  const url = `${app.url}/graphql`;
  const admin = createClient({ url, token: ADMIN_TOKEN });
  const client = createClient({ url });
  return {
    app,
    stores,
    admin,
    client,
    async [Symbol.asyncDispose]() {
      await Promise.all([admin.close(), client.close()]);
      await app[Symbol.asyncDispose]();
      if (given === undefined) await stores[Symbol.asyncDispose]();
    },
  };
}
