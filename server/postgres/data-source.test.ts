import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';
import { createResources } from '../resources.ts';
import { runSql } from '../tests/_util/sql.ts';
import { freshStores } from '../tests/_util/stores.ts';
import { openDataSource } from './data-source.ts';
import { PreparingClient } from './prepared-client.ts';

/** What PgBouncer takes when a connection is opened: https://www.pgbouncer.org/config.html, ignore_startup_parameters. */
const A_POOLER_TAKES = ['user', 'database', 'application_name', 'client_encoding', 'TimeZone', 'DateStyle'];

/** A line to Postgres that keeps what each connection was opened with. */
async function openLine(databaseUrl: string) {
  const opened: string[][] = [];
  const server = createServer((client) => {
    const postgres = connect(Number(new URL(databaseUrl).port), '127.0.0.1');
    client.once('data', (bytes) => opened.push(parameterNames(bytes)));
    client.pipe(postgres).pipe(client);
    for (const side of [client, postgres])
      side.on('error', () => [client, postgres].map((each) => each.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, opened, [Symbol.dispose]: () => void server.close() };
}

/** Names and values follow eight bytes of length and version. */
function parameterNames(startup: Buffer): string[] {
  const words = startup.subarray(8).toString('utf8').split('\0');
  return words.filter((word, index) => index % 2 === 0 && word !== '');
}

test('a connection is asked for with nothing that a pooler in between refuses, and has its limits all the same', async () => {
  using line = await openLine(inject('databaseUrl'));
  await using resources = createResources();
  for (const differing of [{}, { Client: PreparingClient }]) {
    const options = { url: line.url, name: 'through a pooler', poolSize: 2, onError: () => undefined };
    const pool = await openDataSource({ ...options, differing });
    resources.defer(() => pool.destroy());
    const asked = ['statement_timeout', 'idle_in_transaction_session_timeout'].map((name) =>
      pool.query(`SELECT current_setting('${name}') AS value`),
    );
    expect(await Promise.all(asked)).toEqual([[{ value: '2500ms' }], [{ value: '5s' }]]);
  }
  expect(line.opened.length).toBeGreaterThan(0);
  for (const names of line.opened) expect(A_POOLER_TAKES).toEqual(expect.arrayContaining(names));
});

test('what a database says of its sessions changes nothing that is relied on', async () => {
  await using resources = createResources();
  const stores = resources.own(await freshStores());
  const name = new URL(stores.databaseUrl).pathname.slice(1);
  const otherwise = {
    DateStyle: "'SQL, DMY'",
    extra_float_digits: '0',
    default_transaction_isolation: "'repeatable read'",
    synchronous_commit: 'off',
  };
  for (const [setting, value] of Object.entries(otherwise))
    await runSql(stores.databaseUrl, `ALTER DATABASE ${name} SET ${setting} = ${value}`);
  const options = { url: stores.databaseUrl, name: 'as it is', poolSize: 1, onError: () => undefined };
  const pool = await openDataSource(options);
  resources.defer(() => pool.destroy());
  const rows = await pool.query(
    `SELECT timestamptz '2026-12-24 18:00:00.25+00' AS at, (0.1::float8 + 0.2::float8)::text AS sum,
            current_setting('transaction_isolation') AS isolation, current_setting('synchronous_commit') AS commit`,
  );
  expect(rows).toEqual([
    {
      at: new Date('2026-12-24T18:00:00.250Z'),
      sum: '0.30000000000000004',
      isolation: 'read committed',
      commit: 'on',
    },
  ]);
});
