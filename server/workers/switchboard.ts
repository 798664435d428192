import { Problem } from '../domain/problem.ts';
import type { PathGauges } from '../services/siblings.ts';
import type { Line } from './line.ts';
import { sumGauges } from './siblings.ts';
import { createWholeMetrics } from './whole-metrics.ts';
import type { WorkerProcess } from './worker.ts';

const TELL_EVERY_MS = 100;

/** What workers ask of each other goes through the primary, which knows who is there. */
export interface Switchboard extends Disposable {
  /** From its first moment. */
  connect(worker: WorkerProcess): void;
  /** It serves from now on. */
  add(worker: WorkerProcess): void;
  /** It has ended; the others hear of a death. */
  remove(worker: WorkerProcess, how: 'died' | 'stopped'): void;
  /** How many serve. */
  count(): number;
}

interface Served {
  readonly forgetMetrics: () => void;
}

/** Nobody is there yet. */
export function createSwitchboard(): Switchboard {
  const metrics = createWholeMetrics();
  /** The one that came first has what a server has once. */
  const serving = new Map<WorkerProcess, Served>();
  const names = new Map<WorkerProcess, string>();
  const gauges = new Map<WorkerProcess, PathGauges>();
  let changed = false;

  const timer = setInterval(() => {
    if (!changed) return;
    changed = false;
    for (const [worker] of serving) {
      const others = [...gauges].filter(([other]) => other !== worker);
      worker.line.tell('path', sumGauges(others.map(([, each]) => each)));
    }
  }, TELL_EVERY_MS);

  function lead(): Line {
    const [first] = serving.keys();
    if (first !== undefined) return first.line;
    throw new Problem('UNAVAILABLE', 'The server is starting: ask again in a moment.');
  }

  return {
    connect(worker) {
      const { line } = worker;
      line.hear('named', ({ replicaId }) => void names.set(worker, replicaId));
      line.hear('path', (path) => {
        gauges.set(worker, path);
        changed = true;
      });
      line.answer('allMetrics', () => metrics.read());
      line.answer('steps.open', async (asked) => lead().ask('steps.open', asked));
      line.answer('steps.step', async (asked) => lead().ask('steps.step', asked));
      line.answer('steps.find', async (asked) => lead().ask('steps.find', asked));
      line.answer('steps.close', async (asked) => lead().ask('steps.close', asked));
      line.answer('steps.explore', async (asked) => lead().ask('steps.explore', asked));
    },
    add(worker) {
      serving.set(worker, { forgetMetrics: metrics.add(() => worker.line.ask('ownMetrics', null)) });
      changed = true;
    },
    remove(worker, how) {
      serving.get(worker)?.forgetMetrics();
      serving.delete(worker);
      gauges.delete(worker);
      changed = true;
      const replicaId = names.get(worker);
      names.delete(worker);
      if (how === 'died' && replicaId !== undefined)
        for (const other of serving.keys()) other.line.tell('gone', { replicaId });
    },
    count: () => serving.size,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
