import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { startCrew } from './crew.ts';
import { createLine, type Channel, type Message } from './line.ts';
import { openPromise } from './open-promise.ts';
import type { WorkerSettings } from './vocabulary.ts';
import type { WorkerProcess } from './worker.ts';

/** The port that a free one turns out to be. */
const PORT = 51_234;

/** A worker without a process: the test says what it does, and when. */
function createWorker() {
  const hear: ((message: Message) => void)[] = [];
  const end = (own: 0 | 1): Channel => ({
    send: (message) => hear[1 - own]?.(message),
    onMessage: (listener) => (hear[own] = listener),
  });
  const ended = openPromise<string>();
  const die = (): void => ended.resolve('was ended');
  const seen: WorkerProcess = { line: createLine(end(0)), ended: ended.promise, kill: die };
  const line = createLine(end(1));
  line.hear('drain', die);
  return {
    seen,
    die,
    asksFor: async () => (await line.ask('settings', null)).port,
    serves: (port = PORT) => line.tell('serves', { port, url: `http://127.0.0.1:${port}` }),
  };
}

/** A server of three workers that has begun to serve at a free port. */
async function openCrew() {
  const workers: ReturnType<typeof createWorker>[] = [];
  const crew = startCrew(3, createLog({ level: 'fatal' }), () => {
    const worker = createWorker();
    workers.push(worker);
    return worker.seen;
  });
  const serving = crew.serve({ port: 0, host: '127.0.0.1' } as WorkerSettings, 3);
  /** The one that was started as the nth of all. */
  const nth = async (n: number) => {
    await expect.poll(() => workers.length).toBeGreaterThan(n);
    const found = workers[n];
    if (found === undefined) throw new Error('no such worker');
    return found;
  };
  const first = [await nth(0), await nth(1), await nth(2)] as const;
  for (const worker of first) {
    expect(await worker.asksFor()).toBe(0);
    worker.serves();
  }
  await serving;
  return { crew, nth, first };
}

test('workers that come when nobody serves ask for the port that was told, and share it', async () => {
  const { crew, nth, first } = await openCrew();
  await using _crew = crew;
  for (const worker of first) worker.die();
  for (const n of [3, 4, 5]) {
    const worker = await nth(n);
    expect(await worker.asksFor()).toBe(PORT);
    worker.serves();
  }
});

test('one that listened before it said so is not asked past for ever', async () => {
  const { crew, nth, first } = await openCrew();
  await using _crew = crew;
  first[0].die();
  const listens = await nth(3);
  expect(await listens.asksFor()).toBe(0);
  first[1].die();
  first[2].die();
  const past = await nth(4);
  // Taken, by a worker of our own that is not known to serve.
  expect(await past.asksFor()).toBe(PORT);
  listens.serves();
  past.die();
  const next = await nth(6);
  expect(await next.asksFor()).toBe(0);
});
