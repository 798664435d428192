import { existsSync } from 'node:fs';
import { checkAddress } from './check-address.ts';
import { readConfig } from './config.ts';
import { openDataDir } from './embedded/data-dir.ts';
import { openStores } from './embedded/open-stores.ts';
import { unlessAborted } from './embedded/unless-aborted.ts';
import { createLog } from './log.ts';
import { distFolder } from './package-root.ts';
import { loadReplicas } from './replicas.ts';
import { StartError } from './start-error.ts';
import { listenForStop } from './stop-signal.ts';
import { summary } from './summary.ts';

const stop = listenForStop((signal) => console.log(`\n  ${signal}: stopping ...`));

async function serve(): Promise<void> {
  const { host, allowedHosts, port, auth, buyerRate, workers, ...config } = readConfig(undefined, {
    args: process.argv.slice(2),
  });
  const log = createLog({ level: config.logLevel });
  // Before anything is written. Where a server has been before, the words of its lock say more.
  if (!existsSync(config.dataDir)) await checkAddress({ host, port });
  using dataDir = await openDataDir(config.dataDir);
  await checkAddress({ host, port });
  const adminToken = config.adminToken ?? (await dataDir.adminToken());
  // Loading the application takes as long as starting the stores: both at once.
  const loading = loadReplicas(workers, log);
  await using stores = await openStores({ ...config, dataDir: dataDir.path, log, signal: stop.signal });
  await using replicas = await loading;
  const urls = { databaseUrl: stores.postgres.url, redisUrl: stores.redis.url };
  const clientDir = distFolder('client');
  const settings = { host, allowedHosts, port, ...urls, adminToken, clientDir, auth, buyerRate };
  const serving = replicas.serve({ ...settings, logLevel: config.logLevel });
  const served = await unlessAborted(serving, stop.signal);
  dataDir.announce(served.url);
  const madeToken = config.adminToken === undefined ? adminToken : null;
  console.log(summary({ stores, ...served, dataDir: dataDir.path, madeToken }));
  await stop.requested;
}

try {
  await serve();
  process.exit(0);
} catch (error) {
  // Asked to stop before it served.
  if (error === stop.signal.reason) process.exit(0);
  console.error(error instanceof StartError ? `\n${error.message}\n` : error);
  process.exit(1);
}
