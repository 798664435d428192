import { spawn } from 'node:child_process';
import { Failure } from './say.mjs';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 };

/**
 * Runs a command to its end. SIGINT and SIGTERM are passed on, and end this process once the command has ended: nothing
 * stays behind half done and running.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd: string, quiet?: boolean, env?: NodeJS.ProcessEnv }} options `quiet` keeps the output back; the answer has it
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([program, ...args], { cwd, quiet = false, env = process.env }) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    // Windows runs npm.cmd by its shell alone.
    const child = spawn(program, args, { cwd, env, stdio, shell: program.endsWith('.cmd') });
    let output = '';
    let stoppedBy = null;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    for (const signal of Object.keys(SIGNALS)) process.on(signal, stop);
    const restore = () => {
      for (const signal of Object.keys(SIGNALS)) process.off(signal, stop);
      if (stoppedBy !== null) process.exit(SIGNALS[stoppedBy]);
    };
    child.once('error', (error) => {
      restore();
      reject(new Failure(`${program} can't be run: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      restore();
      resolve({ code: code ?? SIGNALS[signal] ?? 1, output });
    });
  });
}
