import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env, { cwd: '/srv' });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment is a complete configuration', () => {
  expect(readConfig({}, { cwd: '/srv/shop' })).toEqual({
    port: 4000,
    host: '127.0.0.1',
    allowedHosts: undefined,
    dataDir: '/srv/shop/.data',
    databaseUrl: undefined,
    redisUrl: undefined,
    adminToken: undefined,
    auth: {},
    buyerRate: undefined,
    logLevel: 'info',
    workers: { count: 1, isAuto: false },
  });
});

test('every variable is read, and a relative data directory starts from the working directory', () => {
  const env = {
    PORT: '0',
    HOST: '::',
    ALLOWED_HOSTS: 'Shop.example, 127.0.0.1,::1',
    DATA_DIR: 'my data',
    DATABASE_URL: 'postgresql://u:p@db/shop',
    REDIS_URL: 'rediss://:p@cache:6380/1',
    ADMIN_TOKEN: 'sixteen-letters-',
    AUTH_JWKS_URL: 'http://localhost:9000/keys',
    AUTH_JWT_ISSUER: 'https://issuer.example/',
    AUTH_JWT_AUDIENCE: 'shop',
    BUYER_REQUESTS_PER_SECOND: '5',
    LOG_LEVEL: 'debug',
    WORKERS: '3',
    SOMETHING_ELSE: 'ignored',
  };
  expect(readConfig(env, { cwd: '/srv' })).toEqual({
    port: 0,
    host: '::',
    allowedHosts: ['shop.example', '127.0.0.1', '::1'],
    dataDir: '/srv/my data',
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    adminToken: env.ADMIN_TOKEN,
    auth: { jwksUrl: env.AUTH_JWKS_URL, issuer: env.AUTH_JWT_ISSUER, audience: env.AUTH_JWT_AUDIENCE },
    buyerRate: { requests: 5, seconds: 1 },
    logLevel: 'debug',
    workers: { count: 3, isAuto: false },
  });
});

test('a configuration can not be changed afterwards', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
  expect(Object.isFrozen(readConfig({}).auth)).toBe(true);
});

test('a variable set to nothing is not set', () => {
  expect(readConfig({ PORT: '', ADMIN_TOKEN: ' ', DATABASE_URL: '' })).toMatchObject({ port: 4000 });
});

test('all mistakes are reported at once, each naming its variable', () => {
  const problems = problemsOf({
    PORT: 'eighty',
    HOST: 'http://0.0.0.0:4000',
    ALLOWED_HOSTS: 'shop.example:4000',
    DATABASE_URL: 'mysql://localhost/shop',
    REDIS_URL: 'localhost:6379',
    ADMIN_TOKEN: 'short',
    AUTH_JWT_SECRET: 'short too',
    AUTH_JWKS_URL: 'http://keys.example.com',
    LOG_LEVEL: 'loud',
    BUYER_REQUESTS_PER_SECOND: '0',
    WORKERS: 'many',
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'PORT',
    'HOST',
    'ALLOWED_HOSTS',
    'DATABASE_URL',
    'REDIS_URL',
    'ADMIN_TOKEN',
    'AUTH_JWT_SECRET',
    'AUTH_JWKS_URL',
    'BUYER_REQUESTS_PER_SECOND',
    'WORKERS',
    'LOG_LEVEL',
    'AUTH_JWT_SECRET',
  ]);
});

test('what has to stand in tokens is of no use without a key, and that is said', () => {
  expect(problemsOf({ AUTH_JWT_ISSUER: 'me', AUTH_JWT_AUDIENCE: 'you' })).toEqual([
    expect.stringMatching(/^AUTH_JWT_ISSUER .* set AUTH_JWT_SECRET or AUTH_JWKS_URL/),
    expect.stringMatching(/^AUTH_JWT_AUDIENCE .* set AUTH_JWT_SECRET or AUTH_JWKS_URL/),
  ]);
});

test('a refusal never repeats a secret', () => {
  const secrets = { ADMIN_TOKEN: 'hunter2', AUTH_JWT_SECRET: 'hunter2', DATABASE_URL: 'x://u:hunter2@h' };
  expect(problemsOf(secrets).join('\n')).not.toContain('hunter2');
});

test.each(['-1', '65536', '4000.5', '0x10', '4 000'])('PORT=%s is refused', (PORT) => {
  expect(problemsOf({ PORT })).toEqual([expect.stringContaining('PORT must be a whole number')]);
});

test.each(['localhost', '0.0.0.0', '::1', 'shop-1.internal'])('HOST=%s is accepted', (HOST) => {
  expect(readConfig({ HOST }).host).toBe(HOST);
});

test.each(['postgres://', 'postgres:///shop', 'postgresql:shop'])('%s names no server', (DATABASE_URL) => {
  expect(problemsOf({ DATABASE_URL })).toEqual([expect.stringContaining('DATABASE_URL must look like')]);
});

test('a Redis cluster is accepted, and a URL of one that is wrong is told what is', () => {
  const given = 'redis+cluster://:secret@a:1,b:2';
  expect(readConfig({ REDIS_URL: given }).redisUrl).toBe(given);
  const wrong = (REDIS_URL: string): readonly string[] => problemsOf({ REDIS_URL });
  expect(wrong('rediss+cluster://a:1,b:x')).toEqual([expect.stringContaining('REDIS_URL has a host')]);
  expect(wrong('redis+cluster:a:1')).toEqual([expect.stringContaining('redis+cluster://:password@host1')]);
  expect(wrong('redis://a:1,b:2')).toEqual([expect.stringContaining('that is redis+cluster://')]);
});

test.each(['0', '-1', 'x', '1.5', '65', '1e1'])('WORKERS=%s is refused', (WORKERS) => {
  expect(problemsOf({ WORKERS })).toEqual([expect.stringContaining('WORKERS must be a whole number')]);
});

test('WORKERS=auto is one to each processor', () => {
  expect(readConfig({ WORKERS: 'auto' }).workers).toEqual({ count: availableParallelism(), isAuto: true });
});

test('--workers goes before WORKERS', () => {
  for (const args of [['--workers', '3'], ['--workers=3']])
    expect(readConfig({ WORKERS: '2' }, { args }).workers).toEqual({ count: 3, isAuto: false });
});

test.each([['--workers'], ['--workers='], ['--workers', '-1'], ['--workers', '0']])(
  '%s %s is refused by the name of the option',
  (...args) => {
    expect(() => readConfig({}, { args: args.filter((arg) => arg !== undefined) })).toThrow(
      '--workers must be a whole number',
    );
  },
);

test('what is no option is told along with everything else', () => {
  expect(() => readConfig({ PORT: 'x' }, { args: ['--wrokers', '--workers=2', 'left'] })).toThrow(
    /PORT must be [^]*--wrokers is no option[^]*left is no option/,
  );
});
