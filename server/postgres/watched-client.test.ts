import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { DataSource } from 'typeorm';
import { openProxy, type Proxy } from '../tests/faults/proxy.ts';
import { openDataSource } from './data-source.ts';
import { allowLonger } from './watched-client.ts';

const SILENCE_MAX_MS = 300;
/** Twice as long as a connection may be silent. */
const SLEEP = 'SELECT pg_sleep(0.6)';

let proxy: Proxy;
let postgres: DataSource;
let patient: DataSource;
beforeAll(async () => {
  proxy = await openProxy();
  const url = new URL(inject('databaseUrl'));
  proxy.lead(Number(url.port));
  url.port = String(proxy.port);
  const options = { poolSize: 1, onError: () => undefined };
  const differing = { silenceMaxMs: SILENCE_MAX_MS };
  postgres = await openDataSource({ ...options, url: url.href, name: 'watched', differing });
  patient = await openDataSource({ ...options, url: inject('databaseUrl'), name: 'patient' });
});
afterAll(async () => {
  await postgres.destroy();
  await patient.destroy();
  await proxy[Symbol.asyncDispose]();
});

const backend = async (): Promise<number> => {
  const [row] = await postgres.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  return row?.pid ?? 0;
};
let before: number;
beforeEach(async () => void (before = await backend()));

test('a connection that the network forgot is given up, and the next one works', async () => {
  proxy.forget();
  await expect(postgres.query('SELECT 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(await backend()).not.toBe(before);
});

test('those that rest beside it are given up with it', async () => {
  const options = { poolSize: 3, onError: () => undefined, differing: { silenceMaxMs: SILENCE_MAX_MS } };
  const url = new URL(inject('databaseUrl'));
  url.port = String(proxy.port);
  const several = await openDataSource({ ...options, url: url.href, name: 'several' });
  try {
    await Promise.all([1, 2, 3].map(() => several.query('SELECT pg_sleep(0.05)')));
    proxy.forget();
    await expect(several.query('SELECT 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await several.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    await several.destroy();
  }
});

test('one that nobody asks anything may rest', async () => {
  await patient.query(SLEEP);
  expect(await backend()).toBe(before);
});

test('a transaction may be allowed to take longer, until its end', async () => {
  await postgres.transaction(async (manager) => {
    await allowLonger(manager, 2_000);
    await manager.query(SLEEP);
  });
  expect(await backend()).toBe(before);
  await expect(postgres.query(SLEEP)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

test('one to a database that only reads since a failover is given up', async () => {
  await postgres.query('SET default_transaction_read_only = on');
  await expect(postgres.query('CREATE TABLE never (id int)')).rejects.toMatchObject({ code: '25006' });
  await expect.poll(backend).not.toBe(before);
});
