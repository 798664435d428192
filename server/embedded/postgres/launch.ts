import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { openLogFile } from '../log-file.ts';
import { ownProcess, type OwnedProcess } from '../owned-process.ts';
import { StoreError } from '../store.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { POSTGRES_STOP, readPostmaster } from './postmaster-pid.ts';
import { runAs } from './run.ts';
import { settingArguments } from './settings.ts';

const ATTEMPTS_MAX = 10;
const READY_POLL_MS = 10;
const READY_MAX_MS = 300_000;
const BUSY_RETRY_MS = 200;
/** Another process took the port since it was found free. */
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/;
/** Sessions of a killed PostgreSQL are still ending. */
const STILL_ENDING = /shared memory block .* is still in use|is another postmaster/i;

export interface LaunchOptions {
  readonly binaries: PostgresBinaries;
  readonly identity: Identity;
  readonly cluster: string;
  readonly logPath: string;
  /** Of a first start. Default: one found free. */
  readonly pickPort?: () => Promise<number>;
  /** Of one that is started again: its users know this one. Its recovery may take as long as it likes. */
  readonly port?: number;
  /** Hears of each process as soon as there is one. */
  readonly onSpawn?: (process: OwnedProcess) => void;
  /** Aborted: what has begun is stopped, and the launch rejects. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunningPostgres {
  readonly process: OwnedProcess;
  readonly port: number;
}

/** Resolves to null when it takes connections, else to how it ended. */
async function readiness(
  child: OwnedProcess,
  { cluster, maxMs }: { cluster: string; maxMs: number },
): Promise<string | null> {
  let end: string | null = null;
  void child.ended.then((how) => (end = how));
  const deadline = performance.now() + maxMs;
  while (performance.now() < deadline) {
    if (end !== null) return end;
    const postmaster = readPostmaster(cluster);
    if (postmaster?.pid === child.pid && postmaster.ready) return null;
    await delay(READY_POLL_MS);
  }
  await child.stop(POSTGRES_STOP);
  return `was not ready within ${maxMs / 1000} s`;
}

/** Runs PostgreSQL on a port found free, and returns once it takes connections (crash recovery included). */
export async function launchPostgres(options: LaunchOptions): Promise<RunningPostgres> {
  const { binaries, identity, cluster, logPath, pickPort = freePort, signal } = options;
  const maxMs = options.port === undefined ? READY_MAX_MS : Number.POSITIVE_INFINITY;
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await pickPort());
    signal?.throwIfAborted();
    using log = openLogFile(logPath);
    const command = [binaries.postgres, '-D', cluster, ...settingArguments(port)];
    const child = runAs(identity, command, {
      cwd: cluster,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    const owned = ownProcess(child, 'SIGQUIT');
    options.onSpawn?.(owned);
    using _bond = owned.stopOn(POSTGRES_STOP, signal);
    const problem = await readiness(owned, { cluster, maxMs });
    if (problem === null) return { process: owned, port };
    const words = log.tail();
    if (attempt < ATTEMPTS_MAX && STILL_ENDING.test(words)) await delay(BUSY_RETRY_MS);
    else if (attempt >= ATTEMPTS_MAX || options.port !== undefined || !PORT_TAKEN.test(words)) {
      throw new StoreError(`PostgreSQL ${problem}. The end of ${log.path}:\n${words}`);
    }
  }
}
