import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { OwnedProcess } from '../owned-process.ts';
import { askForSession, type SessionAnswer } from './connect.ts';
import { POSTGRES_HURRIED_STOP } from './postmaster-pid.ts';

const PAUSE_MS = 1_000;
/**
 * How long each answer may be given before the process is ended. One that shuts down though nobody here told it to takes
 * no new session for as long as an old one lives, or, in 18.4 while it recovers from a crash, for ever.
 */
const PATIENCE_MS: Record<SessionAnswer, number> = {
  opened: Number.POSITIVE_INFINITY,
  // Much to recover takes long.
  starting: Number.POSITIVE_INFINITY,
  'shutting down': 5_000,
  silent: 20_000,
};

export interface WatchOptions {
  readonly url: string;
  readonly process: OwnedProcess;
  readonly log: Log;
}

/**
 * Asks a PostgreSQL for a new session once a second for as long as it lives, and ends one that will give none any more:
 * sessions that are open say nothing about that. Starting it again is the supervisor's.
 */
export async function watchPostgres({ url, process, log }: WatchOptions): Promise<void> {
  let isOver = false;
  void process.ended.then(() => (isOver = true));
  let openedAt = performance.now();
  for (;;) {
    await delay(PAUSE_MS, undefined, { ref: false });
    const answer = await askForSession(url);
    if (isOver || process.stopping()) return;
    const now = performance.now();
    if (PATIENCE_MS[answer] === Number.POSITIVE_INFINITY) openedAt = now;
    if (now - openedAt <= PATIENCE_MS[answer]) continue;
    const seconds = Math.round((now - openedAt) / 1_000);
    log.error(`the embedded PostgreSQL has opened no session for ${seconds} s (${answer}): it is ended`);
    return process
      .stop(POSTGRES_HURRIED_STOP)
      .catch((error: unknown) => log.error({ err: error }, 'in vain'));
  }
}
