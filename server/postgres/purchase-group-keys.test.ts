import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { openDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';
import { arrayLiteral, PURCHASE_GROUP } from './purchase-group.ts';

const KEYS = 1_000;
const SEED = readFileSync(new URL('./sql/seed.sql', import.meta.url), 'utf8');

let stores: FreshStores;
let sessions: [Client, Client];
beforeAll(async () => {
  stores = await freshStores();
  const options = { url: stores.databaseUrl, name: 'test', poolSize: 2, onError: () => undefined };
  const postgres = await openDataSource(options);
  await migrate(postgres, SEED);
  await postgres.query(
    `INSERT INTO sales (product_id, mode, stock, remaining) SELECT min(id), 'LAB', 100000, 100000 FROM products`,
  );
  await postgres.query('UPDATE sales SET stock = 100000, remaining = 100000');
  await postgres.destroy();
  sessions = [new Client(stores.databaseUrl), new Client(stores.databaseUrl)];
  await Promise.all(sessions.map((session) => session.connect()));
});
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.end()));
  await stores[Symbol.asyncDispose]();
});

async function askGroup(session: Client, saleId: string, keys: readonly string[]): Promise<string> {
  const each = (value: (key: string) => string | number): string => arrayLiteral(keys.map(value));
  const columns = [each(() => uuidv7()), each(() => 'ada'), each(() => 1), each((key) => key)];
  const values = [saleId, 1, ...columns, each(() => saleId), each(() => 'GROUP_COMMIT')];
  const { rows } = await session.query<{ outcome: string }>(PURCHASE_GROUP, values);
  return [...new Set(rows.map(({ outcome }) => outcome))].join();
}

test('two sales whose groups share keys, in opposite orders, never deadlock', async () => {
  for (let round = 0; round < 8; round += 1) {
    const keys = Array.from({ length: KEYS }, (_, index) => `k-${round}-${index}`);
    const [one, two] = await Promise.all([
      askGroup(sessions[0], '1', keys),
      askGroup(sessions[1], '2', keys.toReversed()),
    ]);
    // Whoever comes second finds every key taken by the other sale.
    expect([one, two].toSorted()).toEqual(['ALL_CONFIRMED', 'MISMATCH']);
  }
});
