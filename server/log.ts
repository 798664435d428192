import { destination, levels, pino, type DestinationStream, type Logger } from 'pino';

/** The one logger of a process, and its children made with `log.child({ ... })`. */
export type Log = Logger;

/** Levels `LOG_LEVEL` accepts, quietest first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields never written, in what is logged or one level below it. */
const SECRETS = [
  'token',
  'adminToken',
  'password',
  'jwtSecret',
  'authorization',
  'databaseUrl',
  'redisUrl',
  'url',
];

/** What pino writes with `base: null`. */
interface Entry {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string };
  readonly [field: string]: unknown;
}

function plainLine(json: string): string {
  const entry: Entry = JSON.parse(json);
  const { level, time, msg = '', err, ...rest } = entry;
  const clock = new Date(time).toISOString().slice(11, 23);
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const stack = err?.stack === undefined ? '' : `\n${err.stack}`;
  return `${clock} ${(levels.labels[level] ?? '').padEnd(5)} ${msg}${fields.join('')}${stack}\n`;
}

/** For a person at a terminal; an error keeps its stack. */
const plainLines: DestinationStream = { write: (json) => void process.stderr.write(plainLine(json)) };

/**
 * What is written of an error: what it says, where, and why. Never what else hangs on it: the driver's errors carry their
 * connection, keys and all.
 */
function writtenOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name: type, message, stack, cause } = error;
  const code: unknown = Reflect.get(error, 'code');
  return {
    type,
    message,
    stack,
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause: writtenOf(cause) }),
  };
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Default: standard error, as JSON lines, or plain ones on a terminal. */
  readonly out?: DestinationStream;
}

/** A logger. Secrets are redacted by the name of their field: pass them as fields or not at all. */
export function createLog({ level, out }: LogOptions): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' };
  return pino(
    { level, base: null, redact, serializers: { err: writtenOf } },
    out ?? (process.stderr.isTTY ? plainLines : destination(2)),
  );
}
