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
const words = (host: string, madeToken: string | null = 'abc'): string =>
  summary({ stores, host, port: 4000, dataDir: '/srv/data', madeToken });

test('it links to the dashboard with the token, and names stores and data', () => {
  for (const part of ['http://127.0.0.1:4000/#token=abc', 'PostgreSQL 18.4', 'Redis 7.0.15', '/srv/data']) {
    expect(words('127.0.0.1')).toContain(part);
  }
  expect(words('127.0.0.1')).not.toContain('secret');
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:4000/'],
  ['::', 'http://127.0.0.1:4000/'],
  ['::1', 'http://[::1]:4000/'],
  ['localhost', 'http://localhost:4000/'],
])('listening on %s it shows an address a browser can open', (host, url) => {
  expect(words(host)).toContain(`${url}\n`);
});
