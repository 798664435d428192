import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Identity } from './identity.ts';

/** Nothing of the caller's environment reaches PostgreSQL: no PG* variable, no locale. */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Starts one of PostgreSQL's programs as `identity`. */
export function runAs(identity: Identity, command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...args] = [...identity.prefix, ...command];
  return spawn(program, args, { ...options, ...identity.ids, env: ENVIRONMENT, windowsHide: true });
}
