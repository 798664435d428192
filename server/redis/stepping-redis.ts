import { Redis, type Command } from 'ioredis';
import type { Turnstile } from '../domain/turnstile.ts';
import { redisOptions } from './connection.ts';

/** What a connection says by itself when it is opened. */
const UNSEEN = new Set(['auth', 'hello', 'select', 'client', 'info', 'ping', 'quit', 'script']);

type Send = Redis['sendCommand'];
type Stream = Parameters<Send>[1];

/**
 * A connection whose commands go through a turnstile. What is sent together, be it a pipeline, MULTI with all up to its
 * EXEC, or commands of one turn of the event loop, travels together and passes as one. Keys that it was given are
 * remembered, so that they can be taken away.
 */
export class SteppingRedis extends Redis {
  readonly #turnstile: Turnstile;
  readonly #keys: Set<string>;
  #gathered: { readonly command: Command; readonly stream: Stream }[] = [];

  constructor(url: string, options: { keyPrefix: string; keys: Set<string>; turnstile: Turnstile }) {
    super(url, { ...redisOptions, keyPrefix: options.keyPrefix });
    this.#turnstile = options.turnstile;
    this.#keys = options.keys;
  }

  override sendCommand(...[command, stream]: Parameters<Send>): unknown {
    if (UNSEEN.has(command.name)) return super.sendCommand(command, stream);
    for (const key of command.getKeys()) this.#keys.add(String(key));
    this.#gathered.push({ command, stream });
    if (this.#gathered.length === 1) queueMicrotask(() => this.#pass(this.#gathered.splice(0)));
    return command.promise;
  }

  #pass(gathered: readonly { command: Command; stream: Stream }[]): void {
    const commands = gathered.map(({ command }) => command);
    const passage = {
      store: 'REDIS',
      text: commands.map(({ name }) => name).join(' '),
      values: commands.map(({ name, args }) => [name, ...args]),
      backend: null,
    } as const;
    const send = async (): Promise<unknown[]> => {
      for (const { command, stream } of gathered) super.sendCommand(command, stream);
      const ends = await Promise.allSettled(commands.map(({ promise }) => promise));
      return ends.map((end): unknown => (end.status === 'fulfilled' ? end.value : asError(end.reason)));
    };
    this.#turnstile.pass(passage, send).catch((error: unknown) => {
      for (const command of commands) if (!command.isSettled) command.reject(asError(error));
    });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
