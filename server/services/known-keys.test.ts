import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PurchaseRequest } from '../domain/purchase.ts';
import { createKnownKeys } from './known-keys.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Sold-out sales with so many orders each; counts what is asked of them. */
function soldOutSales(keyCount: number) {
  const asked = { lists: 0, unchanged: 0, lookups: 0 };
  const sale = { version: 7 };
  const postgres = {
    async query<Rows>(sql: string, values: readonly unknown[] = []): Promise<Rows> {
      if (!sql.includes('AS keys')) {
        asked.lookups += 1;
        return [] as Rows;
      }
      const isSame = values[2] === sale.version;
      asked[isSame ? 'unchanged' : 'lists'] += 1;
      const keys = Array.from({ length: keyCount }, (_, index) => `buyer-${index} key-of-${index}`);
      return [{ fence: 3, version: sale.version, keys: isSame ? null : keys }] as Rows;
    },
  };
  return { asked, sale, postgres };
}

const refused = (saleId: string): PurchaseRequest => ({
  orderId: '01900000-0000-7000-8000-000000000001',
  saleId,
  epoch: 1,
  fence: 3,
  buyerId: 'ada',
  quantity: 1,
  strategy: 'ROW_LOCK',
  key: 'key-of-ada',
  fingerprint: 'any',
});

test("a sold-out sale's keys are read once, however long buyers are refused, and anew when its row has changed", async () => {
  const { asked, sale, postgres } = soldOutSales(1_000);
  const { find } = createKnownKeys(postgres);
  for (let second = 0; second < 10; second += 1) {
    await Promise.all([find(refused('1')), find(refused('1'))]);
    vi.advanceTimersByTime(1_001);
  }
  expect(asked).toEqual({ lists: 1, unchanged: 9, lookups: 0 });
  sale.version += 1;
  await find(refused('1'));
  expect(asked).toEqual({ lists: 2, unchanged: 9, lookups: 0 });
});

test('without asking anybody a key is new while the list is fresh, and only on the fence that it was read under', async () => {
  const { asked, postgres } = soldOutSales(1_000);
  const { find, isNew } = createKnownKeys(postgres);
  expect(isNew(refused('1'))).toBe(false);
  await find(refused('1'));
  expect(isNew(refused('1'))).toBe(true);
  expect(isNew({ ...refused('1'), buyerId: 'buyer-7', key: 'key-of-7' })).toBe(false);
  expect(isNew({ ...refused('1'), fence: 4 })).toBe(false);
  vi.advanceTimersByTime(1_001);
  expect(isNew(refused('1'))).toBe(false);
  expect(asked).toEqual({ lists: 1, unchanged: 0, lookups: 0 });
});

test('keys of many sold-out sales take no more memory than they may: the others are looked up', async () => {
  const { asked, postgres } = soldOutSales(1_000);
  const { find } = createKnownKeys(postgres, 2_500);
  for (const saleId of ['1', '2', '3']) await find(refused(saleId));
  expect(asked.lookups).toBe(0);
  for (const saleId of ['3', '2', '1']) await find(refused(saleId));
  expect(asked).toEqual({ lists: 3, unchanged: 0, lookups: 1 });
});

test('a list that is larger than all that may be kept is not kept', async () => {
  const { asked, postgres } = soldOutSales(1_000);
  const { find } = createKnownKeys(postgres, 999);
  expect(await find(refused('1'))).toBeNull();
  expect(asked).toEqual({ lists: 1, unchanged: 0, lookups: 1 });
});
