import { print } from 'graphql';
import { createHistogram } from '../../lab/generator/histogram.ts';
import { openFrameSocket, type FrameSocket } from '../load/frames.ts';
import { WatchStatsDocument } from '../../schema/generated/operations.ts';
import type { Job } from './job.ts';

const OPENED_AT_ONCE = 50;

/** Who follows a sale's figures, and how closely. */
export interface SubscribersOptions {
  /** ws://... */
  readonly url: string;
  readonly saleId: string;
  readonly count: number;
  readonly intervalMs: number;
}

/** What came within a time. */
export interface Watched {
  /** Of the subscriber who got fewest. */
  readonly framesMin: number;
  readonly frames: number;
  /** From when a frame's figures were read to its arrival here, ms. */
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
}

/** Subscribers to a sale's stats, over graphql-transport-ws. They read only when a frame was made. */
export async function openSubscribersJob(
  options: SubscribersOptions,
): Promise<Job<{ readonly seconds: number }, Watched>> {
  let counts = new Uint32Array(options.count);
  let lag = createHistogram();
  const onFrame = (index: number, at: number): void => {
    counts[index] = (counts[index] ?? 0) + 1;
    lag.record(Date.now() - at);
  };
  const sockets: FrameSocket[] = [];
  while (sockets.length < options.count) {
    const from = sockets.length;
    const batch = Array.from({ length: Math.min(OPENED_AT_ONCE, options.count - from) }, (_, at) =>
      subscribe(options, (madeAt) => onFrame(from + at, madeAt)),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    async run({ seconds }) {
      counts = new Uint32Array(options.count);
      lag = createHistogram();
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      return {
        framesMin: Math.min(...counts),
        frames: counts.reduce((sum, count) => sum + count, 0),
        lagP50Ms: lag.quantile(0.5) ?? Number.NaN,
        lagP99Ms: lag.quantile(0.99) ?? Number.NaN,
      };
    },
    [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close();
      return Promise.resolve();
    },
  };
}

const AT = '"at":"';
const NEXT = '"type":"next"';

/** Resolves when the first frame is there. */
function subscribe(
  { url, saleId, intervalMs }: SubscribersOptions,
  onFrame: (madeAt: number) => void,
): Promise<FrameSocket> {
  const payload = { query: print(WatchStatsDocument), variables: { saleId, intervalMs } };
  return new Promise((resolve, reject) => {
    const opening = openFrameSocket(new URL(url), 'graphql-transport-ws', {
      onError: reject,
      onText(bytes) {
        const at = bytes.indexOf(AT, 0, 'latin1');
        if (at !== -1 && bytes.includes(NEXT, 0, 'latin1')) {
          void opening.then(resolve);
          return onFrame(
            Date.parse(bytes.toString('latin1', at + AT.length, bytes.indexOf('"', at + AT.length))),
          );
        }
        const text = bytes.toString('latin1');
        const send = (message: object) => void opening.then((socket) => socket.send(JSON.stringify(message)));
        if (text.includes('"connection_ack"')) send({ id: '1', type: 'subscribe', payload });
        else if (text.includes('"type":"ping"')) send({ type: 'pong' });
        else reject(new Error(`a subscriber got no figures: ${text.slice(0, 400)}`));
      },
    });
    opening.then((socket) => socket.send(JSON.stringify({ type: 'connection_init' })), reject);
  });
}
