import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AttackPlan, GeneratorCommand, GeneratorEvent } from '../../generator/protocol.ts';

const ENTRY = fileURLToPath(new URL('../../../dist/lab/generator/main.js', import.meta.url));

/** A forked generator and all that it said. */
export interface GeneratorProcess extends AsyncDisposable {
  readonly events: readonly GeneratorEvent[];
  /** Exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  send(command: GeneratorCommand): void;
  disconnect(): void;
}

/** Forks the built generator and gives it the plan. */
export function forkGenerator(plan: AttackPlan, env: Record<string, string> = {}): GeneratorProcess {
  const child = fork(ENTRY, [], { env: { ...process.env, ...env }, execArgv: [] });
  const events: GeneratorEvent[] = [];
  child.on('message', (event: GeneratorEvent) => events.push(event));
  const exited = once(child, 'exit').then(([code]) => code);
  const send = (command: GeneratorCommand): void => void child.send(command);
  send({ type: 'start', plan });
  return {
    events,
    exited,
    send,
    disconnect: () => child.disconnect(),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
