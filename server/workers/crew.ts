import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import type { Log } from '../log.ts';
import { distFile } from '../package-root.ts';
import { byDeadline } from '../domain/deadline.ts';
import { StartError } from '../start-error.ts';
import { openPromise } from './open-promise.ts';
import { createSwitchboard } from './switchboard.ts';
import type { News, WorkerSettings } from './vocabulary.ts';
import { forkWorker, type WorkerProcess } from './worker.ts';

/** A worker that dies is started again after so long; twice as long after each that has not lived for a while. */
const AGAIN_MIN_MS = 100;
const AGAIN_MAX_MS = 5_000;
const LIVED_MS = 10_000;
/** Before all serve, so many may die without a word: by a Ctrl-C that reached them while they loaded, say. */
const EARLY_DEATHS_MAX = 5;
/** Longer than a worker may take to drain. */
const DRAIN_MAX_MS = 15_000;

/** The workers of this server. They load at once, and serve from `serve` on. */
export interface Crew extends AsyncDisposable {
  /**
   * With `wanted` of them; any beyond that end. Resolves with the server's address when all serve it. Throws a StartError
   * when one can't.
   */
  serve(settings: WorkerSettings, wanted: number): Promise<string>;
}

/** Starts workers, `count` of them once they serve: each a replica like any other, but that they share a port and what `Siblings` names. */
export function startCrew(count: number, log: Log): Crew {
  const switchboard = createSwitchboard();
  const present = new Set<WorkerProcess>();
  const settings = openPromise<WorkerSettings>();
  const begun = openPromise<string>();
  let phase: 'starting' | 'serving' | 'stopping' = 'starting';
  /** No more load at once than there are processors: whether there is room for the rest is known later. */
  let places = Math.min(count, availableParallelism());
  let port: number | null = null;
  let askedPort: number | null = null;
  let earlyDeaths = 0;

  function hire(waitMs: number): void {
    const worker = forkWorker();
    const { line } = worker;
    const bornAt = performance.now();
    present.add(worker);
    switchboard.connect(worker);
    line.answer('settings', async () => {
      const given = await settings.promise;
      // Workers share what they ask for alike. Once nobody is left who does, port 0 would be another port.
      if (switchboard.count() === 0 && port !== null) askedPort = port;
      return { ...given, port: askedPort ?? given.port };
    });
    line.hear('serves', (at) => join(worker, at));
    line.answer('failed', async ({ words, plain }) => {
      if (phase === 'starting') begun.reject(plain ? new StartError(words) : new Error(words));
      else log.warn({ reason: words }, 'a worker could not start');
      return null;
    });
    void worker.ended.then((how) => {
      present.delete(worker);
      switchboard.remove(worker, phase === 'stopping' ? 'stopped' : 'died');
      replace(how, performance.now() - bornAt > LIVED_MS ? AGAIN_MIN_MS : waitMs);
    });
  }

  function join(worker: WorkerProcess, at: News['serves']): void {
    port ??= at.port;
    // The last of those who listened was gone when this one came to listen.
    if (at.port !== port) {
      log.warn({ port: at.port }, 'a worker listened at another port');
      return worker.kill();
    }
    switchboard.add(worker);
    if (switchboard.count() >= places) begun.resolve(at.url);
  }

  function replace(how: string, waitMs: number): void {
    if (phase === 'stopping' || present.size >= places) return;
    if (phase === 'serving') log.warn({ how }, 'a worker has ended: another one is started');
    else if ((earlyDeaths += 1) > EARLY_DEATHS_MAX)
      return begun.reject(new StartError(`A worker ${how}, again and again. Set WORKERS=1 to do without.`));
    setTimeout(() => {
      if (phase !== 'stopping' && present.size < places) hire(Math.min(AGAIN_MAX_MS, waitMs * 2));
    }, waitMs);
  }

  const killAll = (): void => {
    for (const worker of present) worker.kill();
  };
  // Whatever way this process ends short of SIGKILL, no worker outlives it. After that they see their channel end.
  process.once('exit', killAll);
  cluster.setupPrimary({ exec: distFile('server/worker-main.js'), args: [] });
  const fill = (): void => {
    while (present.size < places) hire(AGAIN_MIN_MS);
  };
  fill();

  return {
    async serve(given, wanted) {
      places = wanted;
      for (const worker of [...present].slice(places)) worker.kill();
      fill();
      settings.resolve(given);
      const url = await begun.promise;
      phase = 'serving';
      return url;
    },
    async [Symbol.asyncDispose]() {
      const hasServed = phase === 'serving';
      phase = 'stopping';
      if (hasServed) for (const { line } of present) line.tell('drain', null);
      else killAll();
      const ends = Promise.all(Array.from(present, ({ ended }) => ended));
      if ((await byDeadline<unknown>(ends, 'late', DRAIN_MAX_MS)) === 'late') killAll();
      await ends;
      switchboard[Symbol.dispose]();
      process.off('exit', killAll);
    },
  };
}
