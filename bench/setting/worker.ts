import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { builtFile } from '../../lab/cli/built-file.ts';
import type { Effort, Job, OpenJob, Reply } from '../worker/job.ts';
import type { Jobs } from '../worker/jobs.ts';
import { noted } from './open-things.ts';

type OptionsOf<Open> = Open extends OpenJob<infer Options, never, unknown> ? Options : never;
type JobOf<Open> = Open extends (options: never) => Promise<Job<infer Input, infer Result>>
  ? { input: Input; result: Result }
  : never;

/** What a run gave, and what it cost the process. */
export type Measured<Result> = Effort & { readonly result: Result };

/** A process that does one job, run after run: what is compiled stays compiled. */
export interface Worker<Input, Result> extends AsyncDisposable {
  run(input: Input): Promise<Measured<Result>>;
}

type WorkerOf<Name extends keyof Jobs> = Worker<JobOf<Jobs[Name]>['input'], JobOf<Jobs[Name]>['result']>;

/** Starts one. It ends with us, whatever ends us. */
export async function startWorker<Name extends keyof Jobs>(
  name: Name,
  options: OptionsOf<Jobs[Name]>,
): Promise<WorkerOf<Name>> {
  const child = fork(builtFile('bench/worker/main.js'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const worker = noted({
    async run(input: JobOf<Jobs[Name]>['input']) {
      const reply = await ask(child, { type: 'run', input });
      if (reply.type !== 'done') throw new Error(`a worker for ${name} answered ${reply.type}`);
      return reply;
    },
    async [Symbol.asyncDispose]() {
      // Not 'close', which doesn't come when the channel was ended from here.
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
  });
  await ask(child, { type: 'open', name, options });
  return worker;
}

function ask(child: ChildProcess, command: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a worker ended with code ${code}`));
    child.once('exit', ended);
    child.once('message', (reply: Reply) => {
      child.off('exit', ended);
      if (reply.type === 'failed') reject(new Error(reply.message));
      else resolve(reply);
    });
    child.send(command);
  });
}
