import type { Log } from '../../log.ts';

/** What a Redis of either kind is started with. */
export interface RedisFolder {
  /** Its data and working directory. */
  readonly dir: string;
  readonly logPath: string;
  readonly password: string;
  readonly log: Log;
  /** Aborted before it answers: what has begun is stopped, and the opening rejects. */
  readonly signal: AbortSignal | undefined;
  readonly startsAgain: boolean;
}
