import type { Redis } from 'ioredis';
import { serverNameOf, type RedisClient } from './client.ts';
import { createTurns } from './turns.ts';

const LINES_MAX = 8;
const WAITING_MAX = 2_000;
/** Of the three seconds in which a buyer is answered. */
const WAIT_MAX_MS = 2_000;

/** Connections for those who need one to themselves: a WATCH is broken by whatever else is sent on its connection. */
export interface RedisLines {
  /**
   * Runs the work on a connection to the server that keeps the key, which nobody else uses meanwhile. `busy`: none came
   * free in time, and nothing was sent. Throws what the work threw, or what kept a connection from being opened.
   */
  use<Value>(key: string, work: (redis: Redis) => Promise<Value>): Promise<Value | 'busy'>;
}

/** The same, to be closed by whoever opened them. */
export interface OpenRedisLines extends RedisLines, AsyncDisposable {}

/** An open connection, and to which server. */
interface Line {
  readonly server: string | undefined;
  readonly redis: Redis;
}

/** Up to eight, each opened when it is first needed. `open` connects to the server that keeps a key. */
export function createRedisLines(client: RedisClient, open: (key: string) => Promise<Redis>): OpenRedisLines {
  const turns = createTurns({ atOnce: LINES_MAX, waitingMax: WAITING_MAX, waitMaxMs: WAIT_MAX_MS });
  const idle: Line[] = [];
  const opened = new Set<Line>();
  let opening = 0;

  function drop(line: Line): void {
    opened.delete(line);
    line.redis.disconnect();
  }

  /** An idle connection that still stands, else a new one, for which one to another server makes room. */
  async function take(key: string): Promise<Line> {
    const server = serverNameOf(client, key);
    for (;;) {
      const at = idle.findLastIndex((line) => line.server === server);
      const [line] = at < 0 ? [] : idle.splice(at, 1);
      if (line === undefined) break;
      if (line.redis.status === 'ready') return line;
      drop(line);
    }
    const [oldest] = opened.size + opening < LINES_MAX ? [] : idle.splice(0, 1);
    if (oldest !== undefined) drop(oldest);
    opening += 1;
    try {
      const line = { server, redis: await open(key) };
      opened.add(line);
      return line;
    } finally {
      opening -= 1;
    }
  }

  return {
    use: (key, work) =>
      turns.run(async () => {
        const line = await take(key);
        try {
          const value = await work(line.redis);
          idle.push(line);
          return value;
        } catch (error) {
          // What it watched, or had begun, goes with it.
          drop(line);
          throw error;
        }
      }),
    async [Symbol.asyncDispose]() {
      for (const { redis } of opened) redis.disconnect();
      opened.clear();
    },
  };
}
