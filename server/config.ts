import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import { isClusterUrl, parseClusterUrl } from './redis-url.ts';
import { StartError } from './start-error.ts';

/** Everything that can be set from outside. */
export interface Config {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Names by which it is reached besides loopback and `host`, in lower case. Undefined: any, unless `host` is loopback. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Undefined: the embedded Redis. Of a cluster as parseClusterUrl reads it. */
  readonly redisUrl: string | undefined;
  /** Undefined: the one kept in the data directory. */
  readonly adminToken: string | undefined;
  /** How buyers of LIVE sales prove who they are; a secret or a URL, and what has to stand in a token. */
  readonly auth: {
    readonly jwtSecret?: string;
    readonly jwksUrl?: string;
    readonly issuer?: string;
    readonly audience?: string;
  };
  /** Of purchases and holds that a buyer of LIVE sales asks for; undefined for no limit. */
  readonly buyerRate: { readonly requests: number; readonly seconds: number } | undefined;
  readonly logLevel: LogLevel;
  /** Processes that serve. `isAuto`: nobody counts on so many, fewer do as well. */
  readonly workers: { readonly count: number; readonly isAuto: boolean };
}

/** All that is wrong with the environment. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(
      ['The configuration has to be corrected:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
    );
  }
}

const PORT_MAX = 65_535;
const ADMIN_TOKEN_CHARS_MIN = 16;
const JWT_SECRET_CHARS_MIN = 32;
const WORKERS_MAX = 64;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function url(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

/** Whether it is a server's address under one of the protocols; a socket in the file system is named by `host=`. */
function isServer(value: string, protocols: readonly string[]): boolean {
  const { protocol = '', hostname = '', searchParams } = url(value) ?? {};
  return protocols.includes(protocol) && (hostname !== '' || searchParams?.has('host') === true);
}

/** Null for a URL that can be used. */
function problemOfRedisUrl(value: string): string | null {
  if (isClusterUrl(value)) {
    const address = parseClusterUrl(value);
    return typeof address === 'string' ? address : null;
  }
  if (isServer(value, ['redis:', 'rediss:'])) return null;
  return /^rediss?:.*,/.test(value)
    ? 'names more than one host: that is redis+cluster://:password@host1:6379,host2:6379 or rediss+cluster://...'
    : 'must look like redis://:password@host:6379, rediss://... or redis+cluster://:password@host1:6379,host2:6379; leave it out for the embedded Redis';
}

function isSafeKeysUrl(value: string): boolean {
  const { protocol, hostname } = url(value) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname ?? ''));
}

const isHost = (value: string): boolean => isIP(value) > 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value);

const variables = z.object({
  PORT: z
    .string()
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= PORT_MAX, {
      error: `must be a whole number from 0 to ${PORT_MAX} (0 picks a free port), e.g. PORT=4000`,
    })
    .transform(Number)
    .default(4000),
  HOST: z
    .string()
    .refine(isHost, {
      error: 'must be an address or a host name, without protocol or port, e.g. HOST=127.0.0.1',
    })
    .default('127.0.0.1'),
  ALLOWED_HOSTS: z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()))
    .refine((names) => names.every(isHost), {
      error:
        'must be host names or addresses with commas between, without ports, e.g. ALLOWED_HOSTS=shop.example,127.0.0.1',
    })
    .optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .refine((value) => isServer(value, ['postgres:', 'postgresql:']), {
      error:
        'must look like postgres://user:password@host:5432/database; leave it out for the embedded PostgreSQL',
    })
    .optional(),
  REDIS_URL: z
    .string()
    .superRefine((value, context) => {
      const problem = problemOfRedisUrl(value);
      if (problem !== null) context.addIssue(problem);
    })
    .optional(),
  ADMIN_TOKEN: z
    .string()
    .regex(new RegExp(`^[!-~]{${ADMIN_TOKEN_CHARS_MIN},}$`), {
      error: `must be at least ${ADMIN_TOKEN_CHARS_MIN} printable characters without spaces; leave it out to have one made`,
    })
    .optional(),
  AUTH_JWT_SECRET: z
    .string()
    .min(JWT_SECRET_CHARS_MIN, {
      error: `must have at least ${JWT_SECRET_CHARS_MIN} characters, e.g. from \`openssl rand -base64 32\``,
    })
    .optional(),
  AUTH_JWKS_URL: z
    .string()
    .refine(isSafeKeysUrl, { error: 'must be an https:// address (http:// on this machine only)' })
    .optional(),
  AUTH_JWT_ISSUER: z.string().optional(),
  AUTH_JWT_AUDIENCE: z.string().optional(),
  BUYER_REQUESTS_PER_SECOND: z
    .string()
    .refine((value) => /^[1-9]\d{0,3}$/.test(value), {
      error: 'must be a whole number from 1 to 9999; leave it out for no limit',
    })
    .transform((value) => ({ requests: Number(value), seconds: 1 }))
    .optional(),
  WORKERS: z
    .string()
    .refine((value) => value === 'auto' || (/^[1-9]\d?$/.test(value) && Number(value) <= WORKERS_MAX), {
      error: `must be a whole number from 1 to ${WORKERS_MAX}, or auto for one to each processor`,
    })
    .default('1'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

/** What follows `npm start --`: it goes before the environment. */
function readArguments(args: readonly string[]): {
  workers: string | undefined;
  problems: readonly string[];
} {
  const [first, ...rest] = args;
  if (first === undefined) return { workers: undefined, problems: [] };
  const [, inline] = /^--workers=(.*)$/.exec(first) ?? [];
  if (inline === undefined && first !== '--workers') {
    const { workers, problems } = readArguments(rest);
    return { workers, problems: [`${first} is no option: --workers is the only one`, ...problems] };
  }
  const { workers, problems } = readArguments(inline === undefined ? rest.slice(1) : rest);
  return { workers: workers ?? inline ?? rest[0] ?? 'nothing', problems };
}

function workersOf(value: string): Config['workers'] {
  const isAuto = value === 'auto';
  return { count: isAuto ? Math.min(WORKERS_MAX, availableParallelism()) : Number(value), isAuto };
}

/** A variable set to nothing, as compose files do, is not set. */
function setOnes(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
}

/** What is not set is not there. */
function authOf(set: z.infer<typeof variables>): Config['auth'] {
  return {
    ...(set.AUTH_JWT_SECRET === undefined ? {} : { jwtSecret: set.AUTH_JWT_SECRET }),
    ...(set.AUTH_JWKS_URL === undefined ? {} : { jwksUrl: set.AUTH_JWKS_URL }),
    ...(set.AUTH_JWT_ISSUER === undefined ? {} : { issuer: set.AUTH_JWT_ISSUER }),
    ...(set.AUTH_JWT_AUDIENCE === undefined ? {} : { audience: set.AUTH_JWT_AUDIENCE }),
  };
}

/**
 * Reads the configuration. Variables it doesn't know are ignored; their values are never repeated in messages, some are
 * secret.
 * @param cwd what a relative DATA_DIR starts from
 * @param args of the command line
 * @throws ConfigError with every problem at once
 */
export function readConfig(
  env: NodeJS.ProcessEnv = process.env,
  { cwd = process.cwd(), args = [] }: { cwd?: string; args?: readonly string[] } = {},
): Config {
  const { workers, problems: misread } = readArguments(args);
  const given: NodeJS.ProcessEnv = {
    ...setOnes(env),
    ...(workers === undefined ? {} : { WORKERS: workers }),
  };
  const parsed = variables.safeParse(given);
  const nameOf = (path: string): string => (path === 'WORKERS' && workers !== undefined ? '--workers' : path);
  const problems = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${nameOf(path.join('.'))} ${message}`,
  );
  problems.push(...misread);
  if (given['AUTH_JWT_SECRET'] !== undefined && given['AUTH_JWKS_URL'] !== undefined) {
    problems.push('AUTH_JWT_SECRET and AUTH_JWKS_URL exclude each other: set one of them');
  }
  const key = given['AUTH_JWT_SECRET'] ?? given['AUTH_JWKS_URL'];
  for (const name of ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE'])
    if (given[name] !== undefined && key === undefined)
      problems.push(`${name} says what stands in tokens: set AUTH_JWT_SECRET or AUTH_JWKS_URL as well`);
  if (parsed.data === undefined || problems.length > 0) throw new ConfigError(problems);
  const { data } = parsed;
  return Object.freeze({
    port: data.PORT,
    host: data.HOST,
    allowedHosts: data.ALLOWED_HOSTS,
    dataDir: resolve(cwd, data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    adminToken: data.ADMIN_TOKEN,
    auth: Object.freeze(authOf(data)),
    buyerRate: data.BUYER_REQUESTS_PER_SECOND,
    logLevel: data.LOG_LEVEL,
    workers: Object.freeze(workersOf(data.WORKERS)),
  });
}
