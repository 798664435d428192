import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPostgres } from '../embedded/postgres/open-postgres.ts';
import { readPostmaster } from '../embedded/postgres/postmaster-pid.ts';
import { openRedis as openRedisStore } from '../embedded/redis/open-redis.ts';
import { createLog } from '../log.ts';
import { openDataSource } from '../postgres/data-source.ts';
import { createSessionCheck } from '../postgres/opens-sessions.ts';
import { openRedis } from '../redis/connection.ts';
import { freshStores } from '../tests/_util/stores.ts';
import { tempDir } from '../tests/_util/temp-dir.ts';
import { createHealth } from './health.ts';

test('stores that take no writes are not ready, and say who they are all the same', async () => {
  await using dir = await tempDir();
  await using stores = await freshStores();
  const options = { dataDir: dir.path, log: createLog({ level: 'silent' }), startsAgain: false };
  await using redisStore = await openRedisStore(options);
  const redis = await openRedis(redisStore.url, () => undefined);
  const pool = { name: 'test', poolSize: 1, onError: () => undefined };
  const postgres = await openDataSource({ ...pool, url: stores.databaseUrl });
  const health = createHealth({ postgres, redis, opensSessions: () => Promise.resolve(true) }, '1.0.0');
  expect(await health()).toMatchObject({ status: 'ok', postgres: true, redis: true });

  await redis.config('SET', 'maxmemory', '1');
  expect(await health()).toMatchObject({
    status: 'degraded',
    redis: false,
    redisVersion: expect.any(String),
  });
  await redis.config('SET', 'maxmemory', '0');
  await postgres.query('SET default_transaction_read_only = on');
  const readOnly = { status: 'degraded', postgres: false, redis: true, postgresVersion: expect.any(String) };
  expect(await health()).toMatchObject(readOnly);
  await postgres.query('SET default_transaction_read_only = off');
  expect(await health()).toMatchObject({ status: 'ok' });
  await postgres.destroy();
  redis.disconnect();
});

test('a Postgres that answers its old sessions and opens no new ones is not ready', async () => {
  await using dir = await tempDir();
  const options = { dataDir: dir.path, log: createLog({ level: 'silent' }), startsAgain: false };
  await using store = await openPostgres(options);
  await using redisStore = await openRedisStore(options);
  const redis = await openRedis(redisStore.url, () => undefined);
  const pool = { name: 'test', poolSize: 1, onError: () => undefined };
  const postgres = await openDataSource({ ...pool, url: store.url });
  const health = createHealth({ postgres, redis, opensSessions: createSessionCheck(store.url) }, '1.0.0');
  expect(await health()).toMatchObject({ status: 'ok', postgres: true });

  process.kill(readPostmaster(join(dir.path, 'postgres'))?.pid ?? 0, 'SIGTERM');
  await expect.poll(async () => (await health()).status).toBe('degraded');
  expect(await health()).toMatchObject({ postgres: false, postgresVersion: null, redis: true });
  expect(await postgres.query('SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
  await postgres.destroy();
  redis.disconnect();
});
