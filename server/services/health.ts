import type { DataSource } from 'typeorm';
import { RedisCluster, serversOf, type RedisClient } from '../redis/client.ts';

const TIMEOUT_MS = 1_000;

/** Whether the stores answer, within a second, and Postgres to newcomers as well. */
export interface Health {
  /** "ok", or "degraded" while a store does not answer. */
  readonly status: 'ok' | 'degraded';
  readonly postgres: boolean;
  readonly redis: boolean;
  /** Of this program. */
  readonly version: string;
  /** As the store names itself, for example "PostgreSQL 18.4"; null while it does not answer. */
  readonly postgresVersion: string | null;
  readonly redisVersion: string | null;
}

/** What is asked for health. */
export interface HealthSources {
  readonly postgres: DataSource;
  /** See `server/postgres/opens-sessions.ts`. */
  readonly opensSessions: () => Promise<boolean>;
  readonly redis: RedisClient;
}

/** Asks both stores side by side. */
export function createHealth(
  { postgres, opensSessions, redis }: HealthSources,
  version: string,
): () => Promise<Health> {
  // In this order: a session that is asked again and again would keep a Postgres from shutting down.
  const askPostgres = async (): Promise<string> => {
    if (!(await opensSessions())) throw new Error('it opens no sessions');
    return readPostgresVersion(postgres);
  };
  return async () => {
    const [postgresVersion, redisVersion] = await Promise.all([
      answerOf(askPostgres()),
      readRedisVersion(redis),
    ]);
    const bothAnswer = postgresVersion !== null && redisVersion !== null;
    return {
      status: bothAnswer ? 'ok' : 'degraded',
      postgres: postgresVersion !== null,
      redis: redisVersion !== null,
      version,
      postgresVersion,
      redisVersion,
    };
  };
}

async function readPostgresVersion(postgres: DataSource): Promise<string> {
  const rows = await postgres.query<{ version: string }[]>(
    "SELECT split_part(current_setting('server_version'), ' ', 1) AS version",
  );
  return `PostgreSQL ${rows[0]?.version ?? ''}`;
}

/** Of a cluster that has lost a node most sales know nothing: it answers as long as one does. */
async function readRedisVersion(redis: RedisClient): Promise<string | null> {
  const servers = serversOf(redis);
  const answers = await Promise.all(servers.map((server) => answerOf(server.redis.info('server'))));
  const [info] = answers.filter((answer) => answer !== null);
  if (info === undefined) return null;
  if (!(redis instanceof RedisCluster)) return productOf(info);
  const away = answers.filter((answer) => answer === null).length;
  const nodes = `a cluster of ${servers.length} ${servers.length === 1 ? 'node' : 'nodes'}`;
  return `${productOf(info)}, ${nodes}${away === 0 ? '' : `, ${away} of them away`}`;
}

function productOf(info: string): string {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.+?)\\r?$`, 'm').exec(info)?.[1];
  const valkey = field('valkey_version');
  return valkey === undefined ? `Redis ${field('redis_version') ?? ''}` : `Valkey ${valkey}`;
}

async function answerOf(asked: Promise<string>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), TIMEOUT_MS)));
  try {
    return await Promise.race([asked, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
