import { readConfig } from './config.ts';
import { openDataDir } from './embedded/data-dir.ts';
import { openStores } from './embedded/open-stores.ts';
import { createLog } from './log.ts';
import { distFolder } from './package-root.ts';
import { StartError, wordsForListening } from './start-error.ts';
import { listenForStop } from './stop-signal.ts';
import { summary } from './summary.ts';

async function serve(): Promise<void> {
  const stop = listenForStop((signal) => console.log(`\n  ${signal}: stopping ...`));
  const { host, port, auth, ...config } = readConfig();
  const log = createLog({ level: config.logLevel });
  using dataDir = await openDataDir(config.dataDir);
  const adminToken = config.adminToken ?? (await dataDir.adminToken());
  // Loading the application takes as long as starting the stores: both at once.
  const loading = import('./app.ts');
  await using stores = await openStores({ ...config, dataDir: dataDir.path, log });
  const { createApp } = await loading;
  const urls = { databaseUrl: stores.postgres.url, redisUrl: stores.redis.url };
  const clientDir = distFolder('client');
  await using app = await createApp({ host, port, ...urls, adminToken, clientDir, log, auth }).catch(
    wordsForListening({ host, port }),
  );
  dataDir.announce(app.url);
  const madeToken = config.adminToken === undefined ? adminToken : null;
  console.log(summary({ stores, url: app.url, dataDir: dataDir.path, madeToken }));
  await stop.requested;
}

try {
  await serve();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartError ? `\n${error.message}\n` : error);
  process.exit(1);
}
