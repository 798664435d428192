import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../embedded/free-port.ts';
import { READY, startServer } from '../_util/server-process.ts';
import { holdLock, runSql } from '../_util/sql.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { freshStores, type FreshStores } from '../_util/stores.ts';
import { tempDir } from '../_util/temp-dir.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores[Symbol.asyncDispose]());

/** The process that has the lock of a data directory, as text. */
async function holderOf(dataDir: string): Promise<string> {
  const dir = join(dataDir, 'lock');
  const texts = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8')));
  return texts.join('\n');
}

test('a start that waits for what a killed server left is stopped without serving first', async () => {
  await using dir = await tempDir();
  await using killed = startServer({ dataDir: dir.path });
  await killed.said(READY);
  const left = storePids(dir.path);
  killed.kill('SIGKILL');
  await killed.ended;
  // It ends by SIGKILL alone, which is the last thing tried.
  process.kill(left.postgres, 'SIGSTOP');

  await using next = startServer({ dataDir: dir.path });
  await expect.poll(() => holderOf(dir.path).catch(() => '')).toContain(`"pid":${next.pid},`);
  next.kill('SIGTERM');
  expect(await next.ended).toBe(0);
  expect(next.output()).toContain('SIGTERM: stopping');
  expect(next.output()).not.toMatch(READY);
  expect(survivors(left)).toEqual([]);
  const now = storePids(dir.path);
  expect(survivors(now)).toEqual([]);
});

test('a start that waits for a store of the user is stopped', async () => {
  await using dir = await tempDir();
  const env = { DATABASE_URL: `postgres://u:p@127.0.0.1:${await freePort()}/x`, REDIS_URL: stores.redisUrl };
  await using server = startServer({ dataDir: dir.path, env });
  await server.said(/waiting for DATABASE_URL/);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.output()).not.toContain("can't be used");
});

test.each(['1', '2'])('a start that waits for a migration is stopped, with WORKERS=%s', async (WORKERS) => {
  await using dir = await tempDir();
  await using migration = await holdLock(stores.databaseUrl, 'SELECT pg_advisory_lock(7379263186493432172)');
  const env = { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, WORKERS };
  await using server = startServer({ dataDir: dir.path, env });
  const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()`;
  await expect.poll(() => runSql(stores.databaseUrl, waiting)).not.toEqual([]);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.output()).not.toMatch(READY);
  await migration.unlock();
});
