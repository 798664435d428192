import { spawnSync } from 'node:child_process';
import { chmod, chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { distFile } from '../../package-root.ts';
import { pathWithout } from '../_util/hidden-programs.ts';
import { READY, startServer } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir } from '../_util/temp-dir.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
/** The sources may lie below a private home, or setpriv be missing: then there is nobody to be. */
const canBeNobody =
  isRoot &&
  spawnSync('setpriv', [...asNobody.slice(1), process.execPath, '--check', distFile('server/main.js')])
    .status === 0;

test.skipIf(!canBeNobody)('an ordinary user starts it', async () => {
  await using dir = await tempDir();
  await chown(dir.path, NOBODY, NOBODY);
  await using server = startServer({ dataDir: join(dir.path, 'data'), prefix: asNobody });
  const [, url] = await server.said(READY);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const pids = storePids(join(dir.path, 'data'));
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(survivors(pids)).toEqual([]);
});

test.skipIf(!isRoot)(
  'root starts it where user namespaces are forbidden, PostgreSQL as another account',
  async () => {
    await using dir = await tempDir();
    await chmod(dir.path, 0o755);
    await using bin = await tempDir();
    const env = { PATH: await pathWithout(['unshare'], bin.path) };
    const dataDir = join(dir.path, 'data');
    for (const round of ['first', 'second']) {
      await using server = startServer({ dataDir, env });
      await server.said(READY);
      expect((await stat(join(dataDir, 'postgres'))).uid, `${round} start`).not.toBe(0);
      const pids = storePids(dataDir);
      server.kill('SIGTERM');
      expect(await server.ended).toBe(0);
      expect(survivors(pids)).toEqual([]);
    }
  },
);

test.skipIf(!canBeNobody)('a data directory of another user is refused in words', async () => {
  await using dir = await tempDir();
  await chmod(dir.path, 0o700);
  await using server = startServer({ dataDir: dir.path, prefix: asNobody });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('DATA_DIR');
  expect(server.output()).not.toMatch(/^\s+at /m);
});
