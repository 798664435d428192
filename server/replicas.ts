import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { wordsForListening } from './start-error.ts';
import type { WorkerSettings } from './workers/vocabulary.ts';

/** What serves: this process itself, or workers. It loads at once, and serves from `serve` on. */
export interface Replicas extends AsyncDisposable {
  /** Resolves when it serves. Throws a StartError when it can't. */
  serve(settings: Omit<WorkerSettings, 'pools' | 'workers'>): Promise<Served>;
}

/** Where, and how many processes do. */
interface Served {
  readonly url: string;
  readonly workers: number;
}

/** With one worker there is no other process than this one, and nothing is loaded for others. */
export async function loadReplicas(workers: Config['workers'], log: Log): Promise<Replicas> {
  if (workers.count === 1) return loadHere(log);
  const { loadWorkers } = await import('./workers/load-workers.ts');
  return loadWorkers(workers, log);
}

function loadHere(log: Log): Replicas {
  const loading = import('./app.ts');
  let close = (): PromiseLike<void> => Promise.resolve();
  return {
    async serve(settings) {
      const { createApp } = await loading;
      const app = await createApp({ ...settings, log }).catch(wordsForListening(settings));
      close = () => app[Symbol.asyncDispose]();
      return { url: app.url, workers: 1 };
    },
    [Symbol.asyncDispose]: () => close(),
  };
}
