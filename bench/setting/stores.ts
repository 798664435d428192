import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtFile } from '../../lab/cli/built-file.ts';
import { openStores } from '../../server/embedded/open-stores.ts';
import { createLog } from '../../server/log.ts';
import { noted } from './open-things.ts';

/** A folder that is removed in the end, on the disk where the product would keep its data: memory would flatter it. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** Makes one. */
export async function openFolder(): Promise<Folder> {
  const cache = join(dirname(dirname(dirname(builtFile('server/main.js')))), '.cache');
  await mkdir(cache, { recursive: true });
  const path = await mkdtemp(join(cache, 'bench-'));
  return noted({ path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) });
}

/** Stores that nobody else uses, embedded as `npm start` embeds them, with the same settings. */
export interface BenchStores extends AsyncDisposable {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly description: string;
}

/** Which stores these are, in words with their versions. */
export async function describeStores(): Promise<string> {
  await using folder = await openFolder();
  await using stores = await openBenchStores(folder);
  return stores.description;
}

/** Starts them empty, in a folder. */
export async function openBenchStores(folder: Folder): Promise<BenchStores> {
  const log = createLog({ level: 'error' });
  const stores = await openStores({ dataDir: join(folder.path, 'stores'), log });
  return noted({
    databaseUrl: stores.postgres.url,
    redisUrl: stores.redis.url,
    description: `${stores.postgres.description}, ${stores.redis.description}`,
    [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose](),
  });
}
