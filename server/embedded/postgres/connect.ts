import { Client, DatabaseError, escapeIdentifier } from 'pg';

const CONNECT_MAX_MS = 10_000;
const SESSION_MAX_MS = 2_000;
const NO_SUCH_DATABASE = '3D000';
const CANNOT_CONNECT_NOW = '57P03';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function query(url: string, text: string): Promise<Record<string, string>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MAX_MS });
  // A connection lost between two steps is reported by the step.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, string>>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What became of a request for a new session. Whatever else was answered, somebody is there to answer. */
export type SessionAnswer = 'opened' | 'starting' | 'shutting down' | 'silent';

/** Asks for a session and gives it back, within two seconds. */
export async function askForSession(url: string): Promise<SessionAnswer> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: SESSION_MAX_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'opened';
  } catch (error) {
    if (!(error instanceof DatabaseError)) return 'silent';
    if (error.code !== CANNOT_CONNECT_NOW) return 'opened';
    return error.message.includes('shutting down') ? 'shutting down' : 'starting';
  } finally {
    void client.end().catch(() => undefined);
  }
}

/** The version that answers at `url`, e.g. "18.4". Rejects with the driver's error. */
export async function postgresVersion(url: string): Promise<string> {
  const [row] = await query(url, 'show server_version');
  return row?.['server_version']?.split(' ')[0] ?? 'of unknown version';
}

/** Makes the database that `url` names when the server doesn't have it yet. Returns the server's version. */
export async function ensureDatabase(url: string): Promise<string> {
  try {
    return await postgresVersion(url);
  } catch (error) {
    if (codeOf(error) !== NO_SUCH_DATABASE) throw error;
  }
  const admin = new URL(url);
  const name = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  await query(admin.href, `create database ${escapeIdentifier(name)}`);
  return postgresVersion(url);
}
