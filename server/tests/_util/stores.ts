import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { openRedis } from '../../embedded/redis/open-redis.ts';
import { createLog } from '../../log.ts';
import { tempDir } from './temp-dir.ts';

/** Stores nobody else uses: an empty database, and a Redis of its own (its channels and scripts included). */
export interface FreshStores extends AsyncDisposable {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

async function onServer(text: string): Promise<void> {
  const client = new Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/**
 * One call per test file, in `beforeAll`; dispose in `afterAll`, after everything that is connected. With a `redisUrl` that
 * Redis is taken, and left as it is.
 */
export async function freshStores({ redisUrl }: { redisUrl?: string } = {}): Promise<FreshStores> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const dir = await tempDir();
  const [redis] = await Promise.all([
    redisUrl === undefined ? openRedis({ dataDir: dir.path, log: createLog({ level: 'warn' }) }) : null,
    onServer(`create database ${name}`),
  ]);
  const database = new URL(inject('databaseUrl'));
  database.pathname = `/${name}`;
  return {
    databaseUrl: database.href,
    redisUrl: redis?.url ?? redisUrl ?? '',
    async [Symbol.asyncDispose]() {
      await redis?.[Symbol.asyncDispose]();
      await onServer(`drop database ${name} with (force)`);
      await dir[Symbol.asyncDispose]();
    },
  };
}
