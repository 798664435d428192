import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { distFile } from '../package-root.ts';
import { tempDir } from '../tests/_util/temp-dir.ts';
import { acquireLock } from './data-dir-lock.ts';
import { startMark } from './processes.ts';

/** A process that tries for the lock, says what it got, and keeps it until it is killed. */
function contender(dir: string): { outcome: Promise<string>; kill(): Promise<void> } {
  const script = `
    const { acquireLock } = await import(process.argv[1]);
    const lock = acquireLock(process.argv[2]);
    console.log('pid' in lock ? 'refused' : 'taken');
    setInterval(() => {}, 1000);`;
  const args = ['--input-type=module', '-e', script, distFile('server/embedded/data-dir-lock.js'), dir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    outcome: new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim()))),
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

const claim = (fields: object): string =>
  JSON.stringify({ pid: process.pid, url: null, start: startMark(process.pid), released: false, ...fields });

function expectTaken(dir: string): Disposable & { announce(url: string): void } {
  const lock = acquireLock(dir);
  if ('pid' in lock) throw new Error(`held by ${lock.pid}`);
  return lock;
}

test('a held lock is refused with who holds it and where that one serves', async () => {
  await using dir = await tempDir();
  using lock = expectTaken(dir.path);
  expect(acquireLock(dir.path)).toMatchObject({ pid: process.pid, url: null });
  lock.announce('http://127.0.0.1:4000');
  expect(acquireLock(dir.path)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:4000' });
});

test('a lock let go can be taken again, and old claims do not pile up', async () => {
  await using dir = await tempDir();
  for (let round = 0; round < 5; round++) expectTaken(dir.path)[Symbol.dispose]();
  expect(readdirSync(dir.path)).toHaveLength(1);
});

test('of many processes at once exactly one gets it, and the next one after it was killed', async () => {
  await using dir = await tempDir();
  for (const round of [1, 2]) {
    const all = Array.from({ length: 6 }, () => contender(dir.path));
    const outcomes = await Promise.all(all.map(({ outcome }) => outcome));
    expect(
      outcomes.filter((outcome) => outcome === 'taken'),
      `round ${round}`,
    ).toHaveLength(1);
    await Promise.all(all.map(({ kill }) => kill()));
  }
});

test.each([
  ['a process that is gone', claim({ pid: 2 ** 22 + 1 })],
  ['an id that another process has now', claim({ start: 'another start' })],
  ['a claim that power took away', ''],
  ['a claim of another program', '{"pid":1}'],
])('%s holds nothing', async (_, content) => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, '7'), content);
  using _lock = expectTaken(dir.path);
  expect(readdirSync(dir.path)).toEqual(['8']);
});
