import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { tempDir, type TempDir } from '../tests/_util/temp-dir.ts';
import { createRouter, type Routes } from './router.ts';

const server = createServer();
let dir: TempDir;
let url: string;
beforeAll(async () => {
  dir = await tempDir();
  await writeFile(join(dir.path, 'index.html'), '<title>the dashboard</title>');
  const paths: Routes['paths'] = {
    '/explorer': (_, response) => void response.end('the explorer'),
    '/export/': (_, response) => void response.end('an export'),
  };
  const routes = { host: '127.0.0.1', clientDir: dir.path, paths, log: createLog({ level: 'fatal' }) };
  server.on('request', createRouter(routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await dir[Symbol.asyncDispose]();
});

test.each(['/', '/witness', '/witness/01a2-b?sale=1', '/compare', '/steps/NO_LOCK'])(
  '%s is a page of the dashboard',
  async (path) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('the dashboard');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

test.each([
  ['/explorer', 'the explorer'],
  ['/explorer/', 'the explorer'],
  ['/explorer/?query=1', 'the explorer'],
  ['/export/', 'an export'],
  ['/export/a/b', 'an export'],
])('%s is answered with %s', async (path, words) => {
  expect(await (await fetch(url + path)).text()).toBe(words);
});

test.each([
  '/nowhere',
  '/explorer/a',
  '/explorer//',
  '/export',
  '/witness/a/b',
  '/witnesses',
  '/steps/../nowhere',
])('%s is nothing', async (path) => {
  expect((await fetch(url + path)).status).toBe(404);
});

test('what a build has put in its place while the server runs is served', async () => {
  const index = join(dir.path, 'index.html');
  await mkdir(join(dir.path, 'assets'));
  await writeFile(join(dir.path, 'assets', 'new-1.js'), 'newer');
  await writeFile(index, '<title>the dashboard, built anew and longer</title>');
  // A clock may be coarser than this is quick.
  await utimes(index, new Date(), new Date(Date.now() + 5_000));
  expect(await (await fetch(url)).text()).toContain('built anew and longer</title>');
  expect(await (await fetch(`${url}/assets/new-1.js`)).text()).toBe('newer');
});
