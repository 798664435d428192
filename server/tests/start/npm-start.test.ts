import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyPackage } from '../_util/package-copy.ts';
import { READY, startCommand, type ServerProcess } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir, type TempDir } from '../_util/temp-dir.ts';

let dir: TempDir;
let clone: string;
beforeAll(async () => {
  dir = await tempDir('a path with spaces');
  clone = join(dir.path, 'flash sale');
  await copyPackage(clone);
});
afterAll(() => dir[Symbol.asyncDispose]());

/** From another directory, as production environments set it, and on a free port. */
function npmStart(): ServerProcess {
  const env = { PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' };
  return startCommand(['npm', '--prefix', clone, 'start'], { cwd: tmpdir(), env });
}

test('npm start builds what is missing with progress shown, from any directory; a SIGTERM to npm leaves nothing', async () => {
  await using npm = npmStart();
  const [, url] = await npm.said(READY);
  expect(npm.output()).toMatch(/Building the server \.\.\.\nBuilt the server in \d+\.\d s/);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const pids = storePids(join(clone, '.data'));
  npm.kill('SIGTERM');
  await npm.ended;
  expect(npm.output()).toContain('SIGTERM: stopping');
  expect(survivors(pids)).toEqual([]);
});

test('a kill -9 of npm leaves nothing', async () => {
  await using npm = npmStart();
  await npm.said(READY);
  const pids = storePids(join(clone, '.data'));
  npm.kill('SIGKILL');
  // Its output ends with the last process that writes to it.
  await npm.ended;
  expect(npm.output()).toContain('SIGTERM: stopping');
  expect(survivors(pids)).toEqual([]);
});

test('a second npm start builds nothing', async () => {
  await using npm = npmStart();
  await npm.said(READY);
  expect(npm.output()).not.toContain('Building');
});

test('two at once build once and one of them serves', async () => {
  await writeFile(
    join(clone, 'server', 'main.ts'),
    `${await readFile(join(clone, 'server', 'main.ts'), 'utf8')}\n`,
  );
  const pair = [npmStart(), npmStart()];
  const outcomes = await Promise.all(
    pair.map((npm) =>
      npm.said(READY).then(
        () => 'serves',
        () => 'refused',
      ),
    ),
  );
  const words = pair.map((npm) => npm.output()).join('\n');
  for (const npm of pair) await npm[Symbol.asyncDispose]();
  expect(new Set(outcomes)).toEqual(new Set(['serves', 'refused']));
  expect(words.match(/Built the server/g)).toHaveLength(1);
  expect(words).toMatch(/is in use by process \d+/);
});

test('code that does not compile is reported readably, and the start ends', async () => {
  await writeFile(join(clone, 'server', 'main.ts'), 'const = ;\n');
  await using npm = npmStart();
  expect(await npm.ended).not.toBe(0);
  expect(npm.output()).toMatch(/The server could not be compiled:\n.*server\/main\.ts/);
  expect(npm.output()).not.toMatch(/^\s+at /m);
});
