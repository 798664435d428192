import { createServer } from 'node:net';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRedis } from '../../embedded/redis/open-redis.ts';
import { createLog } from '../../log.ts';
import { READY, startServer } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir } from '../_util/temp-dir.ts';

test('a taken port is refused in words that name PORT, before anything is made', async () => {
  await using dir = await tempDir();
  const dataDir = join(dir.path, 'data');
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  await using server = startServer({ dataDir, env: { PORT: String(port) } });
  await server.said(/./);
  const code = await server.ended;
  other.close();
  expect(server.output()).toContain(`Port ${port} of 127.0.0.1 is taken`);
  expect(server.output()).toContain('Set PORT');
  expect(server.output()).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
  expect(await readdir(dir.path)).toEqual([]);
});

test('a host that is not of this machine is refused in words that name HOST, before anything is made', async () => {
  await using dir = await tempDir();
  await using server = startServer({ dataDir: join(dir.path, 'data'), env: { HOST: '192.0.2.1' } });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('192.0.2.1 is not an address of this machine. Set HOST');
  expect(await readdir(dir.path)).toEqual([]);
});

test('a store that does not listen yet is waited for in words, and Ctrl-C ends that', async () => {
  await using dir = await tempDir();
  // Nothing listens on port 1.
  const env = { DATABASE_URL: 'postgres://127.0.0.1:1/shop', REDIS_URL: 'redis://127.0.0.1:1' };
  await using server = startServer({ dataDir: dir.path, env });
  await server.said(/waiting for DATABASE_URL \(127\.0\.0\.1:1\)/);
  await server.said(/waiting for REDIS_URL \(127\.0\.0\.1:1\)/);
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
});

test('a second server on the same data directory says who has it and exits, the first unharmed', async () => {
  await using dir = await tempDir();
  await using first = startServer({ dataDir: dir.path });
  const [, url] = await first.said(READY);
  await using second = startServer({ dataDir: dir.path });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`is in use by process ${first.pid}, which serves ${url}`);
  expect(second.output()).toContain('DATA_DIR');
  expect(survivors(storePids(dir.path))).toEqual(['postgres', 'redis']);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test('of two servers started together on one data directory exactly one serves', async () => {
  await using dir = await tempDir();
  await using one = startServer({ dataDir: dir.path });
  await using two = startServer({ dataDir: dir.path });
  const outcomes = await Promise.all(
    [one, two].map((server) =>
      server.said(READY).then(
        () => 'serves',
        () => server.ended,
      ),
    ),
  );
  expect(new Set(outcomes)).toEqual(new Set([1, 'serves']));
});

test('every configuration mistake is printed at once, exit code 1, and nothing is made', async () => {
  await using dir = await tempDir();
  const env = { PORT: 'x', ADMIN_TOKEN: 'short', REDIS_URL: 'nonsense', LOG_LEVEL: 'loud' };
  await using server = startServer({ dataDir: join(dir.path, 'data'), env });
  expect(await server.ended).toBe(1);
  for (const name of Object.keys(env)) expect(server.output()).toMatch(new RegExp(`^ +${name} `, 'm'));
});

test('a data directory that is a file is refused in words that name DATA_DIR', async () => {
  await using dir = await tempDir();
  const file = join(dir.path, 'file');
  await writeFile(file, '');
  await using server = startServer({ dataDir: file });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('DATA_DIR');
});

test.runIf(process.platform === 'linux')(
  'a data directory that nobody can make is refused, at once',
  async () => {
    await using server = startServer({ dataDir: '/proc/flash-sale/data' });
    expect(await server.ended).toBe(1);
    expect(server.output()).toContain("DATA_DIR (/proc/flash-sale/data) can't be used");
  },
);

test('an external store that refuses us is named by its variable, its password left out', async () => {
  await using dir = await tempDir();
  await using redis = await openRedis({ dataDir: dir.path, log: createLog({ level: 'silent' }) });
  const url = new URL(redis.url);
  url.password = 'wrong-password';
  await using server = startServer({ dataDir: join(dir.path, 'data'), env: { REDIS_URL: url.href } });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain(`REDIS_URL (${url.host}) can't be used: WRONGPASS`);
  expect(server.output()).not.toContain('wrong-password');
});
