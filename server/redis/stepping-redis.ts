import { Redis, type Command } from 'ioredis';
import type { Turnstile } from '../domain/turnstile.ts';
import { isClusterUrl, urlOfNode } from '../redis-url.ts';
import { clusterAt, RedisCluster, serverNameOf, type RedisClient } from './client.ts';
import { redisOptions } from './connection.ts';

/** What a connection says by itself when it is opened. */
const UNSEEN = new Set([
  'auth',
  'hello',
  'select',
  'client',
  'cluster',
  'info',
  'ping',
  'quit',
  'script',
  'readonly',
]);

type Send = Redis['sendCommand'];
type Stream = Parameters<Send>[1];

/** Whose commands they are, and what becomes of them. */
export interface SteppingOptions {
  readonly keyPrefix: string;
  /** Keys that were used, so that they can be taken away. */
  readonly keys: Set<string>;
  readonly turnstile: Turnstile;
}

interface Gathered {
  readonly command: Command;
  readonly send: () => void;
}

/**
 * Leads commands through a turnstile. What is sent together, be it a pipeline, MULTI with all up to its EXEC, or commands of
 * one turn of the event loop, travels together and passes as one.
 */
class Leader {
  readonly #options: SteppingOptions;
  #gathered: Gathered[] = [];

  constructor(options: SteppingOptions) {
    this.#options = options;
  }

  lead(command: Command, send: () => unknown): unknown {
    if (UNSEEN.has(command.name)) return send();
    for (const key of command.getKeys()) this.#options.keys.add(String(key));
    this.#gathered.push({ command, send });
    if (this.#gathered.length === 1) queueMicrotask(() => this.#pass(this.#gathered.splice(0)));
    return command.promise;
  }

  #pass(gathered: readonly Gathered[]): void {
    const commands = gathered.map(({ command }) => command);
    const passage = {
      store: 'REDIS',
      text: commands.map(({ name }) => name).join(' '),
      values: commands.map(({ name, args }) => [name, ...args]),
      backend: null,
    } as const;
    const send = async (): Promise<unknown[]> => {
      for (const each of gathered) each.send();
      const ends = await Promise.allSettled(commands.map(({ promise }) => promise));
      return ends.map((end): unknown => (end.status === 'fulfilled' ? end.value : asError(end.reason)));
    };
    this.#options.turnstile.pass(passage, send).catch((error: unknown) => {
      for (const command of commands) if (!command.isSettled) command.reject(asError(error));
    });
  }
}

/** A connection whose commands go through a turnstile. */
class SteppingRedis extends Redis {
  readonly #leader: Leader;

  constructor(url: string, options: SteppingOptions) {
    super(url, { ...redisOptions, keyPrefix: options.keyPrefix });
    this.#leader = new Leader(options);
  }

  override sendCommand(command: Command, stream?: Stream): unknown {
    return this.#leader.lead(command, () => super.sendCommand(command, stream));
  }
}

/** A cluster, the same way. */
class SteppingCluster extends RedisCluster {
  readonly #leader: Leader;

  constructor(url: string, options: SteppingOptions) {
    super(clusterAt(url), { keyPrefix: options.keyPrefix });
    this.#leader = new Leader(options);
  }

  override sendCommand(...[command, stream, node]: Parameters<RedisCluster['sendCommand']>): unknown {
    return this.#leader.lead(command, () => super.sendCommand(command, stream, node));
  }
}

/** What the URL names, not connected yet. */
export function createStepping(url: string, options: SteppingOptions): RedisClient {
  return isClusterUrl(url) ? new SteppingCluster(url, options) : new SteppingRedis(url, options);
}

/** A connection of its own to the server that keeps a key, not connected yet. */
export function createSteppingBeside(
  client: RedisClient,
  { url, key }: { url: string; key: string },
  options: SteppingOptions,
): Redis {
  const place = client instanceof RedisCluster ? urlOfNode(url, serverNameOf(client, key)) : url;
  return new SteppingRedis(place, options);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
