import { expect, test } from 'vitest';
import type { Store } from './embedded/store.ts';
import { summary } from './summary.ts';

const store = (description: string): Store => ({
  url: 'x://secret',
  kind: 'embedded',
  description,
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
const stores = {
  postgres: store('PostgreSQL 18.4 (embedded)'),
  redis: store('Redis 7.0.15 (embedded)'),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
const words = (madeToken: string | null): string =>
  summary({ stores, url: 'http://127.0.0.1:4000', workers: 1, dataDir: '/srv/data', madeToken });

test('it links to the dashboard with the token, and names stores and data', () => {
  for (const part of ['http://127.0.0.1:4000/#token=abc', 'PostgreSQL 18.4', 'Redis 7.0.15', '/srv/data']) {
    expect(words('abc')).toContain(part);
  }
});

test('a token that the user set, and the passwords of the stores, are not in it', () => {
  expect(words(null)).not.toMatch(/#token|secret/);
  expect(words(null)).toContain('ADMIN_TOKEN');
});
