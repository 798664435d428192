import { spawn } from 'node:child_process';
import { Failure } from './say.mjs';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
const isWindows = process.platform === 'win32';

/** A command has a group of its own, so that what it started goes with it. */
function signalAll(child, signal) {
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** Passes SIGINT and SIGTERM on, and ends this process with the command, by force after `graceMs`. */
function passSignals(child, graceMs) {
  let stoppedBy = null;
  const stop = (signal) => {
    stoppedBy ??= signal;
    signalAll(child, signal);
    // npm finishes its downloads first, which nobody who pressed Ctrl-C wants to wait for.
    setTimeout(() => signalAll(child, 'SIGKILL'), graceMs).unref();
  };
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, stop);
  return () => {
    for (const signal of Object.keys(EXIT_CODES)) process.off(signal, stop);
    if (stoppedBy !== null) process.exit(EXIT_CODES[stoppedBy]);
  };
}

/**
 * Runs a command to its end. Stopping us stops it: nothing stays behind half done and running.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd: string, quiet?: boolean, env?: NodeJS.ProcessEnv, graceMs?: number }} options
 *   `quiet` keeps the output back: the answer has it; `graceMs` is the time to end by itself when stopped
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([program, ...args], { cwd, quiet = false, env = process.env, graceMs = 1_000 }) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    // Windows runs npm.cmd by its shell alone.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio,
      shell: program.endsWith('.cmd'),
      detached: !isWindows,
    });
    const finish = passSignals(child, graceMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => {
      finish();
      reject(new Failure(`${program} can't be run: ${error.message}`));
    });
    child.once('close', (code) => {
      finish();
      resolve({ code: code ?? 1, output });
    });
  });
}
