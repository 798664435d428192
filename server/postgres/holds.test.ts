import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SaleSettings } from '../domain/sale-input.ts';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { expireHolds, holdUnits, releaseHold, salesWithDueHolds } from './holds.ts';
import { readBooks } from './repositories/books.ts';
import { findHold } from './repositories/holds.ts';
import { changeSale } from './repositories/sale-admin.ts';

const STOCK = 10_000;
const IN_FORCE = 5_000;
const INT_MAX = 2_147_483_647;
const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD');
  INSERT INTO sales (product_id, mode, stock, remaining) VALUES (1, 'LAB', ${STOCK}, ${STOCK})`;

// No engine: nobody but the test ends a hold.
let migrated: MigratedStores;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated(SEED);
  ({ postgres } = migrated);
});
afterAll(async () => {
  await migrated[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await postgres.query('DELETE FROM holds');
  await postgres.query('UPDATE sales SET remaining = stock, held = 0, returned = 0');
});

const wish = {
  saleId: '1',
  fence: 1,
  buyerId: 'ada',
  seconds: 120,
  key: 'a-key-of-ada',
  fingerprint: 'print',
};

async function take(quantity: number) {
  const end = await holdUnits(postgres, { ...wish, quantity, holdId: randomUUID() });
  if (end.kind !== 'held') throw new Error(end.kind);
  return end;
}
const makeDue = (id: string) =>
  postgres.query("UPDATE holds SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);

test('holds in force are not read to find those that are due, in a table that was never analyzed', async () => {
  await postgres.query(
    `WITH made AS (INSERT INTO holds (id, sale_id, epoch, buyer_id, quantity, expires_at)
       SELECT gen_random_uuid(), 1, 1, 'buyer-' || n, 1, now() + interval '1 hour' FROM generate_series(1, $1::int) n)
     UPDATE sales SET remaining = remaining - $1, held = held + $1`,
    [IN_FORCE],
  );
  const { hold } = await take(1);
  await makeDue(hold.id);
  await postgres.transaction(async (manager) => {
    expect(await salesWithDueHolds(manager)).toEqual(['1']);
    expect(await expireHolds(manager, '1', 500)).toMatchObject([{ id: hold.id, quantity: 1 }]);
    const [read] = await manager.query<{ rows: number }[]>(
      "SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'holds'",
    );
    expect(read?.rows).toBeLessThan(10);
  });
});

test('a hold that is due is told as expired to who asks for it again, before anybody has expired it', async () => {
  const { hold } = await take(1);
  expect(await take(1)).toMatchObject({
    replayed: true,
    hold: { id: hold.id, state: 'HELD', endedAt: null },
  });
  await makeDue(hold.id);
  const again = await take(1);
  expect(again).toMatchObject({ replayed: true, hold: { id: hold.id, state: 'EXPIRED' } });
  expect(again.hold.endedAt).toEqual(again.hold.expiresAt);
  expect(await findHold(postgres, hold.id)).toEqual(again.hold);
});

test('units come back however many have come back before, and stock may be added', async () => {
  await postgres.query('UPDATE sales SET returned = $1', [INT_MAX - 500]);
  const { hold } = await take(1_000);
  expect(await releaseHold(postgres, hold)).toMatchObject({ kind: 'released' });
  expect(await readBooks(postgres, '1')).toMatchObject({ remaining: STOCK, held: 0, returned: INT_MAX });
  const event = { kind: 'edit', actor: 'test', reason: '' } as const;
  const more = async (current: SaleSettings): Promise<SaleSettings> => ({ ...current, stock: STOCK + 10 });
  await changeSale(postgres, '1', more, event);
  expect(await readBooks(postgres, '1')).toMatchObject({ remaining: STOCK + 10, returned: INT_MAX });
});
