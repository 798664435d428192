import { AggregatorRegistry, type Registry } from 'prom-client';
import { byDeadline } from '../domain/deadline.ts';

/** What one worker has counted. */
export type OwnMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** A worker that is too busy to answer is shown as it last was. */
const ANSWER_MAX_MS = 1_000;
/** What dead workers have left is added up once there is so much of it. */
const LEFT_MAX = 8;

/** Figures for machines, over all workers that serve, and those that have served. */
export interface WholeMetrics {
  /** One exposition for all: counters and histograms added, gauges as each says. */
  read(): Promise<string>;
  /** A worker has begun; `ask` asks it for its figures. Returns what to call when it has ended. */
  add(ask: () => Promise<OwnMetrics>): () => void;
}

/** What a worker had counted when it was last asked stays in the sums after its death, so that no counter ever falls. */
export function createWholeMetrics(): WholeMetrics {
  const workers = new Map<() => Promise<OwnMetrics>, OwnMetrics>();
  let left: OwnMetrics[] = [];

  async function ask(worker: () => Promise<OwnMetrics>): Promise<void> {
    const told = await byDeadline<OwnMetrics | null>(worker(), null, ANSWER_MAX_MS).catch(() => null);
    if (told !== null && workers.has(worker)) workers.set(worker, told);
  }

  async function bequeath(told: OwnMetrics): Promise<void> {
    left.push(told.filter(({ type }) => isLasting(String(type))));
    if (left.length < LEFT_MAX) return;
    const all = left;
    left = [];
    left.push(await AggregatorRegistry.aggregate(all).getMetricsAsJSON());
  }

  return {
    async read() {
      await Promise.all([...workers.keys()].map(ask));
      return AggregatorRegistry.aggregate([...left, ...workers.values()]).metrics();
    },
    add(worker) {
      workers.set(worker, []);
      return () => {
        const told = workers.get(worker);
        workers.delete(worker);
        if (told !== undefined) void bequeath(told);
      };
    },
  };
}

/** Gauges die with their worker. */
function isLasting(type: string): boolean {
  return type === 'counter' || type === 'histogram';
}
