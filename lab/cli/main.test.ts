import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READY, startCommand } from '../../server/tests/_util/server-process.ts';
import { storePids, survivors } from '../../server/tests/_util/store-pids.ts';
import { tempDir, type TempDir } from '../../server/tests/_util/temp-dir.ts';

const MAIN = fileURLToPath(new URL('../../dist/lab/cli/main.js', import.meta.url));

let dir: TempDir;
let env: Record<string, string>;
beforeAll(async () => {
  dir = await tempDir();
  env = { DATA_DIR: dir.path, PORT: String(await closedPort()), ADMIN_TOKEN: '' };
});
afterAll(() => dir[Symbol.asyncDispose]());

/** A port where nothing answers. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('on a fresh data directory a command starts a server of its own, and stops it with its stores', async () => {
  const args = [MAIN, 'attack', '--json', '--requests', '200', '--concurrency', '20', '--stock', '10'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...env },
  });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'EXACT', exitCode: 0, attack: { confirmed: 10 } });
  expect(stderr).toMatch(/^No server answers at \S+: starting one [^\n]*\nStarted http:\S+ [^\n]*\n$/);
  expect(stderr).not.toContain('\r');
  const [, url = ''] = /Started (http:\S+)\./.exec(stderr) ?? [];
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
});

test('Ctrl-C ends an attack and the server that was started for it', async () => {
  const args = ['attack', '--requests', '100000', '--concurrency', '5'];
  await using command = startCommand([process.execPath, MAIN, ...args], { env });
  await command.said(/Started http/);
  const pids = storePids(dir.path);
  command.kill('SIGINT');
  expect(await command.ended).toBe(130);
  expect(command.output()).toContain('Stopped by SIGINT.');
  expect(survivors(pids)).toEqual([]);
});

test('a command that is killed takes its server with it', async () => {
  await using command = startCommand([process.execPath, MAIN, 'attack', '--requests', '100000'], { env });
  await command.said(/Started http/);
  const pids = storePids(dir.path);
  command.kill('SIGKILL');
  await expect.poll(() => survivors(pids)).toEqual([]);
});

test('serve serves until it is stopped, and the others find what it serves', async () => {
  const port = String(await closedPort());
  const serve = [process.execPath, MAIN, 'serve', '--port', port];
  await using server = startCommand(serve, { env });
  await server.said(READY);
  const pids = storePids(dir.path);
  const options = { env: { ...process.env, ...env, PORT: port } };
  const audit = await promisify(execFile)(process.execPath, [MAIN, 'audit', '--json'], options).catch(
    (error: unknown) => error,
  );
  expect(audit).toMatchObject({ stdout: expect.stringContaining('"verdict"'), stderr: '' });
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(survivors(pids)).toEqual([]);
});
