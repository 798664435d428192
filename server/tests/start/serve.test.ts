import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READY, startServer } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir, type TempDir } from '../_util/temp-dir.ts';

let parent: TempDir;
const dataDir = (): string => join(parent.path, 'a new', 'data dir');

beforeAll(async () => {
  parent = await tempDir('with some spaces');
});
afterAll(() => parent[Symbol.asyncDispose]());

const modeOf = async (...path: string[]): Promise<string> =>
  ((await stat(join(dataDir(), ...path))).mode & 0o777).toString(8);

test('an empty data directory becomes a server that serves, keeps its secrets and stops without a trace', async () => {
  await using server = startServer({ dataDir: dataDir() });
  const [words, url, link] = await server.said(READY);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  expect(link).toMatch(new RegExp(`^${url}/#token=[\\w-]{43}$`));
  expect(words).toMatch(/PostgreSQL 18\.\d+ \(embedded\)/);
  expect(words).toMatch(/(Redis|Valkey) \d+\.\d+\.\d+ \(/);
  expect(words).toContain(`${url}/graphiql`);
  expect([await modeOf(), await modeOf('postgres'), await modeOf('redis')]).toEqual(['700', '700', '700']);
  for (const secret of ['admin-token', 'postgres.password', 'redis.password'])
    expect(await modeOf(secret)).toBe('600');

  const pids = { ...storePids(dataDir()), server: server.pid };
  expect(survivors(pids)).toEqual(['postgres', 'redis', 'server']);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(survivors(pids)).toEqual([]);
});

/** Milliseconds that a process was ready to run while others had the processors: tests run beside this one. */
async function waitedMs(pid: number): Promise<number> {
  const fields = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '0 0 0');
  return Number(fields.split(' ')[1]) / 1e6;
}

test('the second start takes under 5 seconds and keeps the admin token', async () => {
  const startedAt = performance.now();
  await using server = startServer({ dataDir: dataDir() });
  const [, , link] = await server.said(READY);
  expect(performance.now() - startedAt - (await waitedMs(server.pid))).toBeLessThan(5_000);
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);

  await using again = startServer({ dataDir: dataDir() });
  const [, , sameLink] = await again.said(READY);
  expect(sameLink?.split('#')[1]).toBe(link?.split('#')[1]);
});

test('a token of the user is used and never printed', async () => {
  await using server = startServer({ dataDir: dataDir(), env: { ADMIN_TOKEN: 'a-token-of-my-own' } });
  await server.said(READY);
  expect(server.output()).not.toContain('a-token-of-my-own');
  expect(server.output()).toContain('ADMIN_TOKEN');
});

test('a signal during the start ends it cleanly, nothing left running', async () => {
  await using server = startServer({ dataDir: dataDir(), env: { LOG_LEVEL: 'silent' } });
  // The lock is taken before the stores start.
  await expect
    .poll(() =>
      stat(join(dataDir(), 'postgres', 'postmaster.pid')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  const { postgres } = storePids(dataDir());
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(survivors({ postgres })).toEqual([]);
});
