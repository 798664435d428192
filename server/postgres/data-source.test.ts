import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';
import { createResources } from '../resources.ts';
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
