import pg from 'pg';
import { connectionsOf, workersWithin } from '../pools.ts';
import { StartError } from '../start-error.ts';

/**
 * How many of the wanted workers Postgres has connections for: all of them, or, where nobody named the number, fewer.
 * Throws a StartError when fewer were not asked for.
 */
export async function countWithRoom(
  databaseUrl: string,
  wanted: { readonly count: number; readonly isAuto: boolean },
): Promise<number> {
  const connections = await readConnectionsMax(databaseUrl);
  const fit = workersWithin(connections, wanted.count);
  if (fit >= wanted.count || wanted.isAuto) return fit;
  const { count } = wanted;
  throw new StartError(
    `${count} workers may open ${connectionsOf(count)} connections, and this PostgreSQL takes ${connections} (max_connections).\n` +
      `Set WORKERS=${fit} or fewer, or raise max_connections.`,
  );
}

async function readConnectionsMax(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ free: number }>(
      "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS free",
    );
    return rows[0]?.free ?? 0;
  } finally {
    await client.end();
  }
}
