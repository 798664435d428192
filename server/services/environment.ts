import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { Environment, PoolSize, Setting } from '../domain/environment.ts';
import { serversOf, type RedisClient } from '../redis/client.ts';

/** In the order of a report: durability first, then what bounds speed. */
const POSTGRES_SETTINGS = [
  'synchronous_commit',
  'fsync',
  'full_page_writes',
  'wal_sync_method',
  'max_connections',
  'shared_buffers',
] as const;
const REDIS_SETTINGS = ['appendonly', 'appendfsync', 'save', 'maxmemory-policy'] as const;

/** What the machine and the stores can't say themselves. */
export interface EnvironmentDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly workers: number;
  readonly pools: readonly PoolSize[];
}

/** Reads what this server runs on. A store that does not answer leaves its settings out. */
export function createEnvironment(deps: EnvironmentDeps): () => Promise<Environment> {
  const { postgres, redis, workers, pools } = deps;
  return async () => {
    const [postgresSettings, redisSettings] = await Promise.all([
      readPostgresSettings(postgres).catch(() => []),
      readRedisSettings(anyServerOf(redis)).catch(() => []),
    ]);
    return {
      node: process.versions.node,
      system: `${type()} ${release()} ${arch()}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      workers,
      pools,
      postgresSettings,
      redisSettings,
    };
  };
}

/** As they count for connections of this server: a role or a database may have settings of its own. */
async function readPostgresSettings(postgres: DataSource): Promise<Setting[]> {
  return postgres.query<Setting[]>(
    `SELECT name, current_setting(name) AS value
       FROM unnest($1::text[]) WITH ORDINALITY AS wanted (name, place) ORDER BY place`,
    [POSTGRES_SETTINGS],
  );
}

/** The nodes of a cluster are meant to be set alike. */
function anyServerOf(client: RedisClient): Redis | undefined {
  const servers = serversOf(client).map(({ redis }) => redis);
  return servers.find(({ status }) => status === 'ready') ?? servers[0];
}

/** Where somebody else runs Redis, CONFIG is often forbidden; INFO still says whether it writes its commands down. */
async function readRedisSettings(redis: Redis | undefined): Promise<Setting[]> {
  if (redis === undefined) return [];
  const told = await Promise.all(REDIS_SETTINGS.map((name) => readRedisSetting(redis, name)));
  const settings = told.filter((setting) => setting !== null);
  if (settings.length > 0) return settings;
  const isOn = /^aof_enabled:1/m.test(await redis.info('persistence'));
  return [{ name: 'appendonly', value: isOn ? 'yes' : 'no' }];
}

async function readRedisSetting(redis: Redis, name: string): Promise<Setting | null> {
  const found = await redis.config('GET', name).catch(() => []);
  const [, value] = Array.isArray(found) ? found : [];
  return typeof value === 'string' ? { name, value: value === '' ? 'never' : value } : null;
}
