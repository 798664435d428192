import type { DataSource } from 'typeorm';
import { RedisCluster, serversOf, type RedisClient } from '../redis/client.ts';

const TIMEOUT_MS = 1_000;

/** Whether the stores answer, within a second, Postgres to newcomers as well, and take writes. */
export interface Health {
  /** "ok", or "degraded" while a store does not answer or takes no writes. */
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
  const askPostgres = async (): Promise<Store> => {
    if (!(await opensSessions())) throw new Error('it opens no sessions');
    return readPostgres(postgres);
  };
  return async () => {
    const [postgresSays, redisSays] = await Promise.all([
      answerOf(askPostgres()).then((answer) => answer ?? AWAY),
      readRedis(redis),
    ]);
    return {
      status: postgresSays.takesWrites && redisSays.takesWrites ? 'ok' : 'degraded',
      postgres: postgresSays.takesWrites,
      redis: redisSays.takesWrites,
      version,
      postgresVersion: postgresSays.name,
      redisVersion: redisSays.name,
    };
  };
}

/** What a store says of itself. */
interface Store {
  readonly name: string | null;
  readonly takesWrites: boolean;
}

const AWAY: Store = { name: null, takesWrites: false };

async function readPostgres(postgres: DataSource): Promise<Store> {
  const [row] = await postgres.query<{ version: string; readonly: boolean }[]>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
            current_setting('transaction_read_only')::boolean AS readonly`,
  );
  return { name: `PostgreSQL ${row?.version ?? ''}`, takesWrites: row?.readonly === false };
}

/** Of a cluster that has lost a node most sales know nothing: it is well as long as one takes writes. */
async function readRedis(redis: RedisClient): Promise<Store> {
  const servers = serversOf(redis);
  const answers = await Promise.all(servers.map((server) => answerOf(server.redis.info())));
  const infos = answers.filter((answer) => answer !== null).map(fieldsOf);
  const [first] = infos;
  if (first === undefined) return AWAY;
  const able = infos.filter(canWrite).length;
  if (!(redis instanceof RedisCluster)) return { name: productOf(first), takesWrites: able === 1 };
  const away = servers.length - able;
  const nodes = `a cluster of ${servers.length} ${servers.length === 1 ? 'node' : 'nodes'}`;
  const name = `${productOf(first)}, ${nodes}${away === 0 ? '' : `, ${away} of them away`}`;
  return { name, takesWrites: able > 0 };
}

/** What INFO says, by its own names. */
type Info = ReadonlyMap<string, string>;

function fieldsOf(info: string): Info {
  return new Map(
    Array.from(info.matchAll(/^(\w+):(.*?)\r?$/gm), ([, name = '', value = '']) => [name, value]),
  );
}

/** A replica refuses writes, and so does who has no room for them: the gates must not be evicted. */
function canWrite(info: Info): boolean {
  const roomBytes = Number(info.get('maxmemory') ?? 0);
  const isFull = roomBytes > 0 && Number(info.get('used_memory')) >= roomBytes;
  return info.get('role') !== 'slave' && !isFull;
}

function productOf(info: Info): string {
  const valkey = info.get('valkey_version');
  return valkey === undefined ? `Redis ${info.get('redis_version') ?? ''}` : `Valkey ${valkey}`;
}

async function answerOf<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
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
