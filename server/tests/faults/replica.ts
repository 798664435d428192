import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FlashSaleClient } from '../../../sdk/index.ts';
import type { CrashPoint } from '../../crash-points.ts';
import { until } from './clock.ts';
import { isStopped } from './processes.ts';
import { launch, type ReplicaOptions, type Running } from './replica-process.ts';

/** Where a process dies, or stops, by itself. */
export interface Crash {
  readonly point: CrashPoint;
  /** At the nth time that it comes by from now on. */
  readonly nth: number;
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
}

/** When a replica could not be expected to answer, by performance.now(). */
export interface Outage {
  readonly from: number;
  to: number;
}

/** A server process that dies and comes back. */
export interface Replica extends AsyncDisposable {
  readonly name: string;
  /** Speaks as the admin to the process that runs now. */
  client(): FlashSaleClient;
  isUp(): boolean;
  readonly outages: readonly Outage[];
  /** Ends that no test asked for and errors that were written down, since the last question. */
  takeSurprises(): string[];
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Arms a point; `done` resolves when the process has died there, or stopped. */
  crash(crash: Crash): Promise<{ done: Promise<void> }>;
  /** Starts it again if it doesn't run. */
  start(): Promise<void>;
}

/** A process that ends by itself is found to be gone so much later. */
const NOTICED_LATE_MS = 1_000;

/** Starts a replica from dist/. */
export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  const outages: Outage[] = [];
  const surprises: string[] = [];
  const log = (words: string): void => {
    if (/Internal|uncaught|unhandled/i.test(words)) surprises.push(words.slice(0, 2_000));
  };
  let running: Running | null = null;
  let expected = false;

  const start = async (): Promise<void> => {
    if (running !== null) return;
    expected = false;
    const begun = await launch(options, log);
    running = begun;
    close(outages);
    void begun.ended.then((how) => {
      if (!expected) surprises.push(`ended by itself, ${how}`);
      if (running === begun) running = null;
    });
  };
  const now = (): Running => {
    if (running === null) throw new Error(`replica ${options.name} does not run`);
    return running;
  };
  const child = (): ChildProcess => now().child;
  const gone = async (): Promise<void> => void (await running?.ended);
  await start();
  return {
    name: options.name,
    outages,
    takeSurprises: () => surprises.splice(0),
    isUp: () => running !== null && outages.every((outage) => outage.to !== Infinity),
    client: () => now().client,
    async kill() {
      expected = true;
      outages.push({ from: performance.now(), to: Infinity });
      child().kill('SIGKILL');
      await gone();
    },
    freeze() {
      outages.push({ from: performance.now(), to: Infinity });
      child().kill('SIGSTOP');
    },
    thaw() {
      child().kill('SIGCONT');
      close(outages);
    },
    async crash({ signal = 'SIGKILL', ...crash }) {
      expected = signal === 'SIGKILL';
      const doomed = child();
      const armed = once(doomed, 'message');
      doomed.send({ ...crash, signal });
      await armed;
      const end = expected ? gone() : until('it stops', () => isStopped(doomed.pid ?? 0));
      const isOver = async (): Promise<void> => {
        await end;
        outages.push({ from: performance.now() - NOTICED_LATE_MS, to: Infinity });
      };
      return { done: isOver() };
    },
    start,
    async [Symbol.asyncDispose]() {
      expected = true;
      if (running === null) return;
      child().kill('SIGCONT');
      child().kill('SIGTERM');
      await gone();
    },
  };
}

function close(outages: Outage[]): void {
  for (const outage of outages) if (outage.to === Infinity) outage.to = performance.now();
}
