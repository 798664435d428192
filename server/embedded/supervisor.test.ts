import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { openPromise } from '../workers/open-promise.ts';
import { ownProcess, type OwnedProcess } from './owned-process.ts';
import { isAlive, type StopStep } from './processes.ts';
import { supervise } from './supervisor.ts';

const STEPS: readonly StopStep[] = [['SIGKILL', 5_000]];

const run = (): OwnedProcess =>
  ownProcess(spawn('tail', ['-f', '/dev/null'], { stdio: 'ignore', detached: true }), 'SIGKILL');

/** What is logged, as text. */
function written(): { log: ReturnType<typeof createLog>; text(): string } {
  let lines = '';
  const out = { write: (line: string) => (lines += line) };
  return { log: createLog({ level: 'warn', out }), text: () => lines };
}

const common = { name: 'the store', startsAgain: true, steps: STEPS, logPath: 'store.log' };

test('a store that ends by itself is started again at once, then after pauses that double', async () => {
  const { log, text } = written();
  const started: OwnedProcess[] = [];
  const start = (): Promise<OwnedProcess> => {
    const process = run();
    started.push(process);
    return Promise.resolve(process);
  };
  const running = supervise({ ...common, log, first: await start(), start });
  for (const count of [2, 3, 4]) {
    process.kill(started.at(-1)?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => started.length).toBe(count);
  }
  await running[Symbol.asyncDispose]();
  expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(started).toHaveLength(4);
  expect(text().match(/the store was ended by SIGKILL: it is started again [^"]*/g)).toEqual([
    'the store was ended by SIGKILL: it is started again at once',
    'the store was ended by SIGKILL: it is started again in 0.25 s',
    'the store was ended by SIGKILL: it is started again in 0.5 s',
  ]);
  expect(text().match(/the store is back after \d+\.\d s/g)).toHaveLength(3);
});

test('a start that fails says why, and is tried again', async () => {
  const { log, text } = written();
  const back = openPromise<OwnedProcess>();
  const reasons = ['the port is taken', 'the disk is full'];
  const start = (): Promise<OwnedProcess> => {
    const reason = reasons.shift();
    if (reason !== undefined) return Promise.reject(new Error(reason));
    back.resolve(run());
    return back.promise;
  };
  const first = run();
  await using _running = supervise({ ...common, log, first, start });
  process.kill(first.pid, 'SIGKILL');
  await back.promise;
  expect(text()).toMatch(/the port is taken.*could not be started again: the next try comes in 0\.25 s/);
  expect(text()).toMatch(/the disk is full.*could not be started again: the next try comes in 0\.5 s/);
});

test('a stop while it is started again ends what has begun', async () => {
  const { log } = written();
  const begun = openPromise<OwnedProcess>();
  const start = async (signal: AbortSignal): Promise<OwnedProcess> => {
    const process = run();
    using _bond = process.stopOn(STEPS, signal);
    begun.resolve(process);
    throw new Error(await process.ended);
  };
  const first = run();
  const running = supervise({ ...common, log, first, start });
  process.kill(first.pid, 'SIGKILL');
  const { pid } = await begun.promise;
  expect(isAlive(pid)).toBe(true);
  await running[Symbol.asyncDispose]();
  expect(isAlive(pid)).toBe(false);
});

test('a stop in the pause before a start ends the pause', async () => {
  const { log, text } = written();
  const first = run();
  const start = (): Promise<OwnedProcess> => Promise.reject(new Error('no'));
  const running = supervise({ ...common, log, first, start });
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(text).toContain('the next try comes in 1 s');
  await running[Symbol.asyncDispose]();
  const said = text();
  expect(said).not.toContain('is back');
});

test('one that is not to start again stays dead', async () => {
  const { log, text } = written();
  const first = run();
  const start = (): Promise<OwnedProcess> => Promise.reject(new Error('it was started again'));
  const running = supervise({ ...common, startsAgain: false, log, first, start });
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(text).toContain('the store was ended by SIGKILL"');
  await running[Symbol.asyncDispose]();
  expect(text()).not.toContain('started again');
});
