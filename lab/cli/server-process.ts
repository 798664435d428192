import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { builtFile, SERVER_FLAGS } from './built-file.ts';
import type { Terminal } from './terminal.ts';

/** How to start a server. */
export interface ServerStart {
  /** On top of the terminal's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: StdioOptions;
  /** Out of reach of the terminal's Ctrl-C: the command says when it ends. */
  readonly detached: boolean;
}

/** Starts what `npm start` starts. It ends when we end, whatever ends us: the channel between us closes then. */
export function startServerProcess({ env, cwd }: Terminal, start: ServerStart): ChildProcess {
  const preload = pathToFileURL(builtFile('lab/cli/end-with-parent.js')).href;
  return fork(builtFile('server/main.js'), [], {
    cwd,
    env: { ...env, ...start.env },
    execArgv: ['--import', preload, ...SERVER_FLAGS],
    stdio: start.stdio,
    detached: start.detached && process.platform !== 'win32',
  });
}

/** Exit code of a process that ended, as a shell would say it. */
export function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
