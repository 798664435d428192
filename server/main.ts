import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDataDir } from './embedded/data-dir.ts';
import { openStores } from './embedded/open-stores.ts';
import { createLog } from './log.ts';
import { packageRoot } from './package-root.ts';
import { StartError, wordsForListening } from './start-error.ts';
import { listenForStop } from './stop-signal.ts';
import { summary } from './summary.ts';

async function serve(): Promise<void> {
  const stop = listenForStop((signal) => console.log(`\n  ${signal}: stopping ...`));
  const { host, port, auth, ...config } = readConfig();
  const log = createLog({ level: config.logLevel });
  using dataDir = await openDataDir(config.dataDir);
  const adminToken = config.adminToken ?? (await dataDir.adminToken());
  await using stores = await openStores({ ...config, dataDir: dataDir.path, log });
  const urls = { databaseUrl: stores.postgres.url, redisUrl: stores.redis.url };
  const client = join(packageRoot, 'dist', 'client');
  const clientDir = existsSync(client) ? client : null;
  await using app = await createApp({ host, port, ...urls, adminToken, clientDir, log, auth }).catch(
    wordsForListening({ host, port }),
  );
  dataDir.announce(app.url);
  const madeToken = config.adminToken === undefined ? adminToken : null;
  console.log(summary({ stores, host, port: app.port, dataDir: dataDir.path, madeToken }));
  await stop.requested;
}

try {
  await serve();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartError ? `\n${error.message}\n` : error);
  process.exit(1);
}
