#!/usr/bin/env node
/** The command line, `flash-sale`: `npm run cli -- --help`. */
import { constants } from 'node:os';
import { Failure } from './failure.ts';
import { runCli } from './run.ts';

/** Ctrl-C reaches us from the terminal and once more from npm: signals this close together are one. */
const SAME_SIGNAL_MS = 500;

const stopping = new AbortController();
let firstAt: number | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  const exitCode = 128 + constants.signals[signal];
  process.on(signal, () => {
    // A second one is meant: what we started ends when we are gone.
    if (firstAt !== null && performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(exitCode);
    firstAt ??= performance.now();
    stopping.abort(new Failure(`Stopped by ${signal}.`, { code: 'STOPPED', exitCode }));
  });
}
// A reader that went away, as `| head` does, is no error of ours.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { stdout, stderr, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  cwd: process.cwd(),
  stopped: stopping.signal,
});
