import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { lendFrom } from './lending.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores[Symbol.asyncDispose]());

const openPool = (): pg.Pool => new pg.Pool({ connectionString: stores.databaseUrl, max: 2 });
const backendOf = async (client: pg.PoolClient): Promise<number> =>
  (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;

test('who asks in the turn in which a connection came back has it, before anything else of that turn happens', async () => {
  const pool = openPool();
  const lend = lendFrom(pool);
  const first = await lend(backendOf);
  const asked: string[] = [];
  process.nextTick(() => asked.push('the rest of the turn'));
  const second = lend((client) => {
    asked.push('Postgres');
    return backendOf(client);
  });
  expect(await second).toBe(first);
  expect(asked).toEqual(['Postgres', 'the rest of the turn']);
  expect(pool.totalCount).toBe(1);
  await pool.end();
});

test('a connection that breaks is not lent again, be it kept or in use, and ends nothing but itself', async () => {
  const pool = openPool();
  const lend = lendFrom(pool);
  const broken = await lend(async (client) => {
    const pid = await backendOf(client);
    // As when Postgres ends a session and says so behind an answer.
    client.emit('error', new Error('terminating connection due to administrator command'));
    return pid;
  });
  const kept = await lend(async (client) => ({ pid: await backendOf(client), client }));
  expect(kept.pid).not.toBe(broken);
  kept.client.emit('error', new Error('the same, while nobody has it'));
  expect(await lend(backendOf)).not.toBe(kept.pid);
  await pool.end();
});

test('a pool ends with a connection that has just come back, and a mistake of a statement reaches who sent it', async () => {
  const pool = openPool();
  const lend = lendFrom(pool);
  await expect(lend((client) => client.query('SELECT nothing'))).rejects.toThrow(
    'column "nothing" does not exist',
  );
  await lend(backendOf);
  await pool.end();
  expect(pool.totalCount).toBe(0);
});
