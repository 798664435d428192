import { fork } from 'node:child_process';
import type {
  AttackPlan,
  AttackReport,
  GeneratorCommand,
  GeneratorEvent,
} from '../../lab/generator/protocol.ts';
import { distFile } from '../package-root.ts';

const STOP_GRACE_MS = 5_000;

/** A generator at work in a process of its own. */
export interface AttackProcess {
  /** Its last report. Rejects when the plan could not be run or the process died. */
  readonly done: Promise<AttackReport>;
  /** No new purchases; those under way are waited for. Killed if that takes too long. */
  stop(): void;
}

/** Starts the generator. It buys over real HTTP from the given loopback address and nowhere else. */
export function startAttackProcess(
  plan: AttackPlan,
  onProgress: (report: AttackReport) => void,
): AttackProcess {
  // No proxy settings, no secrets: the generator gets nothing from our environment.
  const child = fork(distFile('lab/generator/main.js'), {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const send = (command: GeneratorCommand): void => void (child.connected && child.send(command));

  const done = new Promise<AttackReport>((resolve, reject) => {
    child.on('message', (event: GeneratorEvent) => {
      if (event.type === 'progress') onProgress(event.report);
      else if (event.type === 'done') resolve(event.report);
      else if (event.type === 'failed') reject(new Error(event.message));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the generator ended early (${signal ?? code}) ${errors}`)),
    );
  });
  send({ type: 'start', plan });
  let stopping = false;

  return {
    done,
    stop() {
      if (stopping) return;
      stopping = true;
      send({ type: 'stop' });
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      child.once('exit', () => clearTimeout(timer));
    },
  };
}
