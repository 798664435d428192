import type { LoadInput, LoadResult } from '../load/load.ts';
import type { PurchaseWish } from '../load/request.ts';
import { startWorker } from '../setting/worker.ts';

/** How many buyers ask over HTTP at once, unless a part says otherwise: each on a connection that is kept. */
export const CONNECTIONS = 100;
/** Above it a load generator may have been the limit: then the figure is a lower bound. */
const UTILIZATION_MAX = 0.95;

let runs = 0;

/** Eight characters that buyers and keys of this run begin with, and of no other. */
export function nextRun(): string {
  runs += 1;
  return `r${runs.toString(36).padStart(7, '0')}`;
}

/** Who is asked. */
export interface Asked {
  /** Its GraphQL endpoint. */
  readonly url: string;
  /** CPU time that its process has used, seconds. */
  cpuSeconds(): Promise<number>;
}

/** What is asked. */
export type Wish = Omit<LoadInput, 'url' | 'wish' | 'connections'> & {
  readonly wish: Omit<PurchaseWish, 'run'>;
  readonly connections?: number;
};

/** What came back, and what it took of who was asked. */
export interface Answers extends LoadResult {
  /** CPU time of the process that was asked, seconds. */
  readonly serverCpuSeconds: number;
}

/** The load generator, and how busy it was. */
export interface Buyers extends AsyncDisposable {
  ask(asked: Asked, wish: Wish): Promise<Answers>;
  /** Whether this may have been the limit of any run so far, in words. */
  note(): string;
}

/** Starts the generator in its process. */
export async function openBuyers(): Promise<Buyers> {
  const worker = await startWorker('load', {});
  let busiest = 0;
  return {
    async ask({ url, cpuSeconds }, { wish, ...how }) {
      const from = await cpuSeconds();
      const input = { connections: CONNECTIONS, ...how, url, wish: { ...wish, run: nextRun() } };
      const { result, utilization } = await worker.run(input);
      busiest = Math.max(busiest, utilization);
      return { ...result, serverCpuSeconds: (await cpuSeconds()) - from };
    },
    note: () =>
      `The load generator was busy ${Math.round(busiest * 100)} % of its time at most${busiest > UTILIZATION_MAX ? ': saturated, so figures may be too low' : ''}.`,
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

/** Answers a second of one kind. Throws when any other came: then something else was measured. */
export function rateOf(result: LoadResult, kind: string): number {
  const found = result.answers[kind] ?? 0;
  if (found !== result.answered || found === 0)
    throw new Error(`every answer should be ${kind}: ${JSON.stringify(result.answers)}`);
  return found / result.seconds;
}

/** Counts what answers cost, over all rounds. */
export interface Cost {
  add(answers: Answers): void;
  /** Microseconds of CPU for each answer. */
  micros(): number;
}

/** Counts from nothing. */
export function createCost(): Cost {
  let seconds = 0;
  let count = 0;
  return {
    add({ serverCpuSeconds, answered }) {
      seconds += serverCpuSeconds;
      count += answered;
    },
    micros: () => (seconds / count) * 1e6,
  };
}
