import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isAlive, isServerOf, startMark, stopProcess } from './processes.ts';

const node = (script: string): ReturnType<typeof spawn> =>
  spawn(process.execPath, ['-e', script], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'inherit'] });
const STUBBORN = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');`;

test('a process is stopped by the first signal that works', async () => {
  const child = node(STUBBORN);
  await once(child, 'spawn');
  if (child.stdout !== null) await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  await stopProcess(pid, [
    ['SIGTERM', 50],
    ['SIGKILL', 5_000],
  ]);
  expect(isAlive(pid)).toBe(false);
});

test('a process that survives the last step is reported', async () => {
  const child = node(STUBBORN);
  if (child.stdout !== null) await once(child.stdout, 'data');
  await expect(stopProcess(child.pid ?? 0, [['SIGTERM', 50]])).rejects.toThrow("can't be stopped");
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('two processes are told apart by when they started', () => {
  expect(startMark(process.pid)).toBe(startMark(process.pid));
  expect(startMark(process.pid)).not.toBe(startMark(process.ppid));
  expect(startMark(2 ** 22 + 1)).toBeNull();
});

test('only a server of the right program in the right folder is taken for ours', async () => {
  const dir = await realpath(process.cwd());
  expect(isServerOf(process.pid, { program: /node/, dir })).toBe(true);
  expect(isServerOf(process.pid, { program: /postgres/, dir })).toBe(false);
  expect(isServerOf(2 ** 22 + 1, { program: /./, dir })).toBe(false);
});

test.runIf(process.platform === 'linux')('the same program in another folder is not ours', () => {
  expect(isServerOf(process.pid, { program: /node/, dir: '/' })).toBe(false);
});
