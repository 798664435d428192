import { Writable } from 'node:stream';
import { destination, levels, pino, type Logger } from 'pino';

/** The one logger of a process, and its children made with `log.child({ ... })`. */
export type Log = Logger;

/** Levels `LOG_LEVEL` accepts, quietest first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields never written, wherever an object of the first two levels carries them. */
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

function onePlainLine(json: string): string {
  const { level, time, msg, err, pid: _pid, hostname: _host, ...rest } = JSON.parse(json);
  const clock = new Date(time).toISOString().slice(11, 23);
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const stack = err?.stack === undefined ? '' : `\n${err.stack}`;
  return `${clock} ${(levels.labels[level] ?? String(level)).padEnd(5)} ${msg ?? ''}${fields.join('')}${stack}\n`;
}

/** Lines for a person; errors keep their stack. */
function plainLines(out: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      out.write(onePlainLine(String(chunk)));
      done();
    },
  });
}

/**
 * A logger on standard error: JSON lines, or plain ones on a terminal. Secrets are redacted by field name, so pass them
 * as fields or not at all.
 */
export function createLog({ level }: { level: LogLevel }): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' };
  const options = { level, base: null, redact };
  return process.stderr.isTTY ? pino(options, plainLines(process.stderr)) : pino(options, destination(2));
}
