import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir, type TempDir } from '../../tests/_util/temp-dir.ts';
import { createLog } from '../../log.ts';
import { freePort } from '../free-port.ts';
import { findPostgres } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { launchPostgres } from './launch.ts';
import { openPostgres } from './open-postgres.ts';
import { POSTGRES_STOP, stopLeftOver } from './postmaster-pid.ts';

const log = createLog({ level: 'silent' });

async function cluster(dir: TempDir): Promise<Omit<Parameters<typeof launchPostgres>[0], 'pickPort'>> {
  const options = { binaries: findPostgres(), dir: join(dir.path, 'postgres'), password: 'a-password' };
  const identity = await ensureCluster(options);
  return {
    binaries: options.binaries,
    identity,
    cluster: options.dir,
    logPath: join(dir.path, 'postgres.log'),
  };
}

test('a port that another program took meanwhile is given up for the next', async () => {
  await using dir = await tempDir();
  const options = await cluster(dir);
  const thief = createServer();
  const taken = await freePort();
  await new Promise<void>((resolve) => thief.listen(taken, '127.0.0.1', resolve));
  const ports = [taken, taken];
  const pickPort = (): Promise<number> =>
    Promise.resolve(ports.shift() ?? 0).then((port) => port || freePort());
  const { port, process } = await launchPostgres({ ...options, pickPort });
  expect(port).not.toBe(taken);
  await process.stop(POSTGRES_STOP);
  thief.close();
});

test('a PostgreSQL that cannot start is reported with the end of its log', async () => {
  await using dir = await tempDir();
  const options = await cluster(dir);
  writeFileSync(join(options.cluster, 'pg_hba.conf'), 'nonsense\n');
  await expect(launchPostgres(options)).rejects.toThrow(
    /PostgreSQL exited with code 1[^]*could not load .*pg_hba\.conf/,
  );
});

test('a left-over pid file that names a process of another program does not stop it', async () => {
  await using dir = await tempDir();
  const options = await cluster(dir);
  writeFileSync(
    join(options.cluster, 'postmaster.pid'),
    `${process.pid}\n${options.cluster}\n0\n5432\n\n\n  1  1\nready\n`,
  );
  expect(await stopLeftOver(options.cluster)).toBeNull();
  const { process: running } = await launchPostgres(options);
  await running.stop(POSTGRES_STOP);
});

test('data of another version of PostgreSQL is refused in words', async () => {
  await using dir = await tempDir();
  const options = await cluster(dir);
  writeFileSync(join(options.cluster, 'PG_VERSION'), '17\n');
  await expect(openPostgres({ dataDir: dir.path, log })).rejects.toThrow(/was made by PostgreSQL 17, not 18/);
});

test('a password file that was replaced is named', async () => {
  await using dir = await tempDir();
  await cluster(dir);
  await expect(openPostgres({ dataDir: dir.path, log })).rejects.toThrow(
    /refuses us: password .*postgres\.password/,
  );
});
