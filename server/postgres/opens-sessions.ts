import { Client } from 'pg';
import { shareRecent } from '../domain/recent.ts';
import { isRefusingSessions } from './errors.ts';

const ASKED_EACH_MS = 1_000;
const ANSWER_MAX_MS = 500;

/**
 * Whether Postgres at `url` opens new sessions, asked at most once a second. False only when it says that it does not: a
 * server that shuts down keeps the sessions it has, so that those say nothing about it. No answer in time is none.
 */
export function createSessionCheck(url: string): () => Promise<boolean> {
  const recent = shareRecent(opensSessions, ASKED_EACH_MS);
  return () => recent.get(url);
}

async function opensSessions(url: string): Promise<boolean> {
  const client = new Client({
    connectionString: url,
    application_name: 'flash-sale health',
    connectionTimeoutMillis: ANSWER_MAX_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return !isRefusingSessions(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
