import type { Redis } from 'ioredis';
import { createTurns } from './turns.ts';

const LINES_MAX = 8;
const WAITING_MAX = 2_000;
/** Of the three seconds in which a buyer is answered. */
const WAIT_MAX_MS = 2_000;

/** Connections for those who need one to themselves: a WATCH is broken by whatever else is sent on its connection. */
export interface RedisLines {
  /**
   * Runs the work on a connection that nobody else uses meanwhile. `busy`: none came free in time, and nothing was sent.
   * Throws what the work threw, or what kept a connection from being opened.
   */
  use<Value>(work: (redis: Redis) => Promise<Value>): Promise<Value | 'busy'>;
}

/** The same, to be closed by whoever opened them. */
export interface OpenRedisLines extends RedisLines, AsyncDisposable {}

/** Up to eight, each opened when it is first needed. */
export function createRedisLines(open: () => Promise<Redis>): OpenRedisLines {
  const turns = createTurns({ atOnce: LINES_MAX, waitingMax: WAITING_MAX, waitMaxMs: WAIT_MAX_MS });
  const idle: Redis[] = [];
  const opened = new Set<Redis>();

  function drop(line: Redis): void {
    opened.delete(line);
    line.disconnect();
  }

  /** An idle connection that still stands, else a new one. */
  async function take(): Promise<Redis> {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      if (line.status === 'ready') return line;
      drop(line);
    }
    const line = await open();
    opened.add(line);
    return line;
  }

  return {
    use: (work) =>
      turns.run(async () => {
        const line = await take();
        try {
          const value = await work(line);
          idle.push(line);
          return value;
        } catch (error) {
          // What it watched, or had begun, goes with it.
          drop(line);
          throw error;
        }
      }),
    async [Symbol.asyncDispose]() {
      for (const line of opened) line.disconnect();
      opened.clear();
    },
  };
}
