import { Socket } from 'node:net';
import pg from 'pg';
import type { EntityManager } from 'typeorm';

/** Longer than Postgres lets a statement run: only a connection that swallows everything is silent for so long. */
const SILENCE_MAX_MS = 5_000;
/** A statement is cut off by Postgres first, and its words for it are on their way. */
const ON_TOP_MS = 2_500;
/** "read_only_sql_transaction": said by what was the primary before a failover. */
const READ_ONLY = '25006';

/** What a watched connection is opened with, beside what pg knows. */
export interface WatchedConfig extends pg.PoolConfig {
  /** How long Postgres may be silent when it was asked something, ms; 0 for as long as it likes. */
  readonly silenceMaxMs?: number;
}

/** The connections of this process: what one has found out the others need not wait for. */
const watched = new Set<WatchedClient>();

/**
 * A connection that ends itself when it is of no use any more, so that its pool opens another: when Postgres is silent
 * though it was asked something (a network forgets connections without a word, and TCP notices after a quarter of an
 * hour), or when it says that it only reads. What was asked fails with ETIMEDOUT, its end unknown. Those beside it that rest
 * go with it: whoever came next would wait for as long again.
 */
export class WatchedClient extends pg.Client {
  readonly #silenceMaxMs: number;
  /** Bytes sent up to the last whole answer: when there are more, one is awaited. */
  #answeredBytes = 0;
  #isWatched = false;
  /** Of the last whole answer, by performance.now(). */
  #heardAt = 0;

  constructor(config: WatchedConfig = {}) {
    super(config);
    this.#silenceMaxMs = config.silenceMaxMs ?? SILENCE_MAX_MS;
    // Before pg hears of it and sends what comes next.
    this.connection.prependListener('readyForQuery', ({ status }: { status?: string }) => {
      const { stream } = this.connection;
      if (!(stream instanceof Socket)) return;
      this.#answeredBytes = stream.bytesWritten;
      this.#heardAt = performance.now();
      if (!this.#isWatched) this.#watch(stream);
      else if (status === 'I' && stream.timeout !== this.#silenceMaxMs) stream.setTimeout(this.#silenceMaxMs);
    });
    this.connection.on('errorMessage', ({ code }: { code?: string }) => {
      // Once whoever asked has heard of it.
      if (code === READ_ONLY) setImmediate(() => this.connection.stream.destroy());
    });
  }

  /** Lets the statements of the transaction under way take so long; from its end on it is as before. */
  allowSilence(ms: number): void {
    if (this.connection.stream instanceof Socket) this.connection.stream.setTimeout(ms + ON_TOP_MS);
  }

  /** An encrypted connection has its own stream, which is there by now. */
  #watch(stream: Socket): void {
    this.#isWatched = true;
    watched.add(this);
    stream.once('close', () => watched.delete(this));
    stream.setTimeout(this.#silenceMaxMs);
    stream.on('timeout', () => {
      const { bytesRead } = stream;
      // After what has arrived was read: it may be this process that stood still.
      setImmediate(() => {
        const isSilent = stream.bytesRead === bytesRead && stream.bytesWritten > this.#answeredBytes;
        if (isSilent) this.#giveUp(stream, silentFor(stream.timeout));
      });
    });
  }

  #giveUp(stream: Socket, error: Error): void {
    const askedAt = performance.now() - (stream.timeout ?? 0);
    stream.destroy(error);
    for (const other of watched)
      if (other.host === this.host && other.port === this.port) other.#goIfUnheardSince(askedAt, error);
  }

  /** One that was asked something finds out for itself: it may be at a long piece of work. */
  #goIfUnheardSince(askedAt: number, error: Error): void {
    const { stream } = this.connection;
    const isResting = stream instanceof Socket && stream.bytesWritten === this.#answeredBytes;
    if (isResting && this.#heardAt < askedAt) stream.destroy(error);
  }
}

function silentFor(ms: number | undefined): Error {
  return Object.assign(new Error(`Postgres did not answer for ${ms} ms`), {
    code: 'ETIMEDOUT',
    syscall: 'read',
  });
}

/** Lets the statements of this transaction take longer than those of a purchase. */
export async function allowLonger(manager: EntityManager, ms: number): Promise<void> {
  await manager.query(`SET LOCAL statement_timeout = ${ms}`);
  const client: unknown = await manager.queryRunner?.connect();
  if (client instanceof WatchedClient) client.allowSilence(ms);
}
