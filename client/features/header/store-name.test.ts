import { expect, test } from 'vitest';
import { storeName } from './store-name.ts';

test('a store is called what it calls itself', () => {
  expect(storeName('PostgreSQL 18.4', 'Postgres')).toEqual({ name: 'Postgres', version: '18.4' });
  expect(storeName('Valkey 9.1.0 (WebAssembly)', 'Redis')).toEqual({ name: 'Valkey', version: '9.1.0' });
});

test('a silent store keeps its usual name', () => {
  expect(storeName(null, 'Redis')).toEqual({ name: 'Redis', version: '–' });
});
