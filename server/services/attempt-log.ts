import type { DataSource } from 'typeorm';
import type { Attempt, AttemptLog } from '../domain/attempt.ts';
import { limits } from '../domain/limits.ts';
import { insertAttempts } from '../postgres/repositories/attempts.ts';

const FLUSH_EVERY_MS = 100;

/** Attempts on their way to Postgres. */
export interface KeptAttempts extends AttemptLog, AsyncDisposable {
  /** Resolves when what was recorded so far is written, or forgotten because Postgres could not be reached. Never rejects. */
  flush(): Promise<void>;
}

/** Writes attempts ten times a second, off the path of any purchase. What a crash takes along is words about the books. */
export function createAttemptLog(postgres: DataSource, onError: (error: unknown) => void): KeptAttempts {
  const waiting: Attempt[] = [];
  let writing: Promise<void> = Promise.resolve();

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      // eslint-disable-next-line no-await-in-loop -- one statement at a time: this must never be a load of its own
      await insertAttempts(postgres, waiting.splice(0, limits.attemptsBatchMax)).catch(onError);
    }
  }
  const flush = (): Promise<void> => (writing = writing.then(writeAll));
  const timer = setInterval(() => void (waiting.length > 0 && flush()), FLUSH_EVERY_MS);

  return {
    record(attempt) {
      if (waiting.length < limits.attemptsWaitingMax) waiting.push(attempt);
    },
    flush,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flush();
    },
  };
}
