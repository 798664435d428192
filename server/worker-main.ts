/** A worker: a replica that shares its port with others. `server/workers/crew.ts` starts it, and says with what. */
import cluster from 'node:cluster';
import type { App } from './app.ts';
import { createLog } from './log.ts';
import { StartError, wordsForListening } from './start-error.ts';
import { createLine, type Message } from './workers/line.ts';
import { createSiblings } from './workers/siblings.ts';

// A Ctrl-C reaches every process of a terminal; when and how we end is the primary's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// Without the primary nobody would stop us, and its stores are somebody else's by now.
process.once('disconnect', () => process.exit(1));

const line = createLine({
  send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
  onMessage: (listener) => void process.on('message', (message: Message) => listener(message)),
});

async function serve(): Promise<App> {
  const loading = import('./app.ts');
  const { logLevel, ...settings } = await line.ask('settings', null);
  const { createApp } = await loading;
  const log = createLog({ level: logLevel }).child({ worker: cluster.worker?.id });
  const app = await createApp({ ...settings, log, siblings: createSiblings(line) }).catch(
    wordsForListening(settings),
  );
  line.tell('serves', { port: app.port, url: app.url });
  return app;
}

async function fail(error: unknown): Promise<never> {
  const plain = error instanceof StartError;
  const words = error instanceof Error ? ((plain ? error.message : error.stack) ?? '') : String(error);
  await line.ask('failed', { words, plain });
  process.exit(1);
}

const serving = serve().catch(fail);
line.hear('drain', () => {
  void serving.then((app) => app[Symbol.asyncDispose]()).finally(() => process.exit(0));
});
