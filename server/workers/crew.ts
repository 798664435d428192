import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import type { Log } from '../log.ts';
import { distFile } from '../package-root.ts';
import { byDeadline } from '../domain/deadline.ts';
import { StartError } from '../start-error.ts';
import { openPromise, type OpenPromise } from './open-promise.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';
import type { News, WorkerSettings } from './vocabulary.ts';
import { forkWorker, type WorkerProcess } from './worker.ts';

/** A worker that dies is started again after so long; twice as long after each that has not lived for a while. */
const AGAIN_MIN_MS = 100;
const AGAIN_MAX_MS = 5_000;
const LIVED_MS = 10_000;
/** Before all serve, each may die without a word, by a Ctrl-C that reached them while they loaded, and so many more. */
const EARLY_DEATHS_MAX = 5;
/** Longer than a worker may take to drain. */
const DRAIN_MAX_MS = 20_000;

/** The workers of this server. They load at once, and serve from `serve` on. */
export interface Crew extends AsyncDisposable {
  /**
   * With `wanted` of them; any beyond that end. Resolves with the server's address when all serve it. Throws a StartError
   * when one can't.
   */
  serve(settings: WorkerSettings, wanted: number): Promise<string>;
}

interface State {
  readonly log: Log;
  readonly fork: () => WorkerProcess;
  readonly switchboard: Switchboard;
  readonly present: Set<WorkerProcess>;
  readonly settings: OpenPromise<WorkerSettings>;
  /** The address, once all serve. */
  readonly begun: OpenPromise<string>;
  phase: 'starting' | 'serving' | 'stopping';
  /** How many there should be. */
  places: number;
  port: number | null;
  /** What those who serve have asked for: 0 may have brought them that port. */
  askedPort: number | null;
  earlyDeaths: number;
}

/** Starts workers, `count` of them once they serve: each a replica like any other, but for the port and what `Siblings` names. */
export function startCrew(count: number, log: Log, fork = forkWorker): Crew {
  const state: State = {
    log,
    fork,
    switchboard: createSwitchboard(),
    present: new Set(),
    settings: openPromise(),
    begun: openPromise(),
    phase: 'starting',
    // No more load at once than there are processors: whether there is room for the rest is known later.
    places: Math.min(count, availableParallelism()),
    port: null,
    askedPort: null,
    earlyDeaths: 0,
  };
  const { present } = state;
  const killAll = (): void => {
    for (const worker of present) worker.kill();
  };
  const fill = (): void => {
    while (present.size < state.places) hire(state, AGAIN_MIN_MS);
  };
  // Whatever way this process ends short of SIGKILL, no worker outlives it. After that they see their channel end.
  process.once('exit', killAll);
  cluster.setupPrimary({ exec: distFile('server/worker-main.js'), args: [] });
  fill();

  return {
    async serve(settings, wanted) {
      state.places = wanted;
      for (const worker of [...present].slice(wanted)) worker.kill();
      fill();
      state.settings.resolve(settings);
      const url = await state.begun.promise;
      state.phase = 'serving';
      return url;
    },
    async [Symbol.asyncDispose]() {
      const hasServed = state.phase === 'serving';
      state.phase = 'stopping';
      if (hasServed) for (const { line } of present) line.tell('drain', null);
      else killAll();
      const ends = Promise.all(Array.from(present, ({ ended }) => ended));
      if ((await byDeadline<unknown>(ends, 'late', DRAIN_MAX_MS)) === 'late') killAll();
      await ends;
      state.switchboard[Symbol.dispose]();
      process.off('exit', killAll);
    },
  };
}

function hire(state: State, waitMs: number): void {
  const { present, switchboard } = state;
  const worker = state.fork();
  const { line } = worker;
  const bornAt = performance.now();
  present.add(worker);
  switchboard.connect(worker);
  let asks = 0;
  line.answer('settings', async () => {
    const given = await state.settings.promise;
    // Workers share what they ask for alike. Once nobody is left who does, port 0 would be another port.
    asks = (switchboard.count() === 0 ? state.port : state.askedPort) ?? given.port;
    return { ...given, port: asks };
  });
  line.hear('serves', (at) => {
    if (!join(state, worker, at)) return;
    // One that listens and has not said so yet is not counted: what was asked past it fails, and must not be asked again.
    state.askedPort = asks;
  });
  line.answer('failed', async ({ words, plain }) => {
    if (state.phase === 'starting') state.begun.reject(plain ? new StartError(words) : new Error(words));
    else state.log.warn({ reason: words }, 'a worker could not start');
    return null;
  });
  void worker.ended.then((how) => {
    present.delete(worker);
    switchboard.remove(worker, state.phase === 'stopping' ? 'stopped' : 'died');
    replace(state, how, performance.now() - bornAt > LIVED_MS ? AGAIN_MIN_MS : waitMs);
  });
}

function join(state: State, worker: WorkerProcess, at: News['serves']): boolean {
  const { switchboard, log } = state;
  state.port ??= at.port;
  // The last of those who listened was gone when this one came to listen.
  if (at.port !== state.port) {
    log.warn({ port: at.port }, 'a worker listened at another port');
    worker.kill();
    return false;
  }
  switchboard.add(worker);
  if (switchboard.count() >= state.places) state.begun.resolve(at.url);
  return true;
}

function replace(state: State, how: string, waitMs: number): void {
  const isMissing = (): boolean => state.phase !== 'stopping' && state.present.size < state.places;
  if (!isMissing()) return;
  if (state.phase === 'serving') state.log.warn({ how }, 'a worker has ended: another one is started');
  else if ((state.earlyDeaths += 1) > state.places + EARLY_DEATHS_MAX) {
    const words = `A worker ${how}, again and again. Set WORKERS=1 to do without.`;
    return state.begun.reject(new StartError(words));
  }
  setTimeout(() => {
    if (isMissing()) hire(state, Math.min(AGAIN_MAX_MS, waitMs * 2));
  }, waitMs);
}
