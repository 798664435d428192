import cluster from 'node:cluster';
import module from 'node:module';
import { createLine, type Line, type Message } from './line.ts';

/** A worker's process as the primary sees it. */
export interface WorkerProcess {
  readonly line: Line;
  /** Resolves when it has ended, with how, e.g. "was ended by SIGKILL". */
  readonly ended: Promise<string>;
  /** At once. */
  kill(): void;
}

/** Starts one. Its program is that of `cluster.setupPrimary`. */
export function forkWorker(): WorkerProcess {
  const worker = cluster.fork(compileCache());
  const line = createLine({
    // One that has just died is told of by its end, not by a message that didn't arrive.
    send: (message) => void (worker.isConnected() && worker.send(message, () => undefined)),
    onMessage: (listener) => void worker.on('message', (message: Message) => listener(message)),
  });
  worker.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => {
      line.cut();
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`);
    });
  });
  return { line, ended, kill: () => void worker.process.kill('SIGKILL') };
}

/** Where this process keeps compiled code, if it does (Node 22 on): workers load faster from it as well. */
function compileCache(): Record<string, string> {
  const find: unknown = Reflect.get(module, 'getCompileCacheDir');
  const dir: unknown = typeof find === 'function' ? find() : undefined;
  return typeof dir === 'string' ? { NODE_COMPILE_CACHE: dir } : {};
}
