import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../sdk/index.ts';
import { startCuttingProxy } from '../../sdk/tests/_util/cutting-proxy.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { runSql } from './_util/sql.ts';

let one: TestApp;
let two: TestApp;
beforeAll(async () => {
  one = await openTestApp();
  two = await openTestApp({}, one.stores);
});
afterAll(async () => {
  await two[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
});
beforeEach(async () => void (await one.admin.resetSale({ saleId: '1', stock: 100 })));

const replica = (index: number): TestApp => (index % 2 === 0 ? one : two);
const hold = async (app: TestApp, buyerId: string) => {
  const end = await app.client.holdUnits({ saleId: '1', buyerId }, { attemptsMax: 20 });
  if (end.__typename !== 'UnitsHeld') throw new Error(end.__typename);
  return end.hold;
};
const tally = (ends: readonly { __typename: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { __typename: name } of ends) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

test('200 buyers at two replicas hold exactly 100 of 100, and confirm exactly those', async () => {
  const ends = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      replica(index).client.holdUnits({ saleId: '1', buyerId: `buyer-${index}` }, { attemptsMax: 20 }),
    ),
  );
  expect(tally(ends)).toEqual({ UnitsHeld: 100, SoldOut: 100 });
  const held = ends.flatMap((end) => (end.__typename === 'UnitsHeld' ? [end.hold] : []));
  // Each at both replicas at once: one makes the order, the other replays it.
  const confirmed = await Promise.all(
    held.flatMap((each) => [one, two].map((app) => app.client.confirmHold(each, { attemptsMax: 20 }))),
  );
  expect(tally(confirmed)).toEqual({ PurchaseConfirmed: 200 });
  const first = confirmed.filter((end) => end.__typename === 'PurchaseConfirmed' && !end.replayed);
  expect(first.length).toBeLessThanOrEqual(100);
  expect(await two.client.audit('1')).toMatchObject({
    verdict: 'EXACT',
    sold: 100,
    held: 0,
    remaining: 0,
    drift: 0,
  });
  expect((await one.client.orders({ saleId: '1' })).totalCount).toBe(100);
});

test('the reapers of both replicas give expired units back once, to the gate as well', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, index) => hold(replica(index), `buyer-${index}`)));
  await runSql(
    one.stores.databaseUrl,
    "UPDATE holds SET expires_at = clock_timestamp() WHERE state = 'HELD'",
  );
  await expect
    .poll(() => two.client.sale('1'))
    .toMatchObject({ remaining: 100, held: 0, redisRemaining: 100 });
  expect(await one.client.stats('1')).toMatchObject({
    held: 0,
    databaseStock: 100,
    redisStock: 100,
    orders: 0,
  });
});

test('answers lost on the way are asked for again: held once, confirmed once, released once', async () => {
  const shaky = async <Answer>(ask: (client: TestApp['client']) => Promise<Answer>): Promise<Answer> => {
    await using proxy = await startCuttingProxy(`${two.app.url}/graphql`, 2);
    await using client = createClient({ url: proxy.url });
    const answer = await ask(client);
    expect(proxy.cuts).toBe(2);
    return answer;
  };
  const held = await shaky((client) => client.holdUnits({ saleId: '1', buyerId: 'ada' }));
  expect(held).toMatchObject({ __typename: 'UnitsHeld', replayed: true, hold: { state: 'HELD' } });
  if (held.__typename !== 'UnitsHeld') return;
  expect(await shaky((client) => client.confirmHold(held.hold))).toMatchObject({
    __typename: 'PurchaseConfirmed',
    replayed: true,
    order: { id: held.hold.id, buyerId: 'ada', strategy: 'ROW_LOCK' },
  });
  const second = await hold(one, 'bob');
  expect(await shaky((client) => client.releaseHold(second))).toMatchObject({
    __typename: 'HoldReleased',
    hold: { id: second.id, state: 'RELEASED' },
  });
  expect(await one.client.sale('1')).toMatchObject({ remaining: 99, held: 0 });
});

test('each end has a type and words of its own', async () => {
  await one.admin.resetSale({ saleId: '1', stock: 1 });
  const held = await hold(one, 'ada');
  expect(await one.client.hold(held.id)).toEqual(held);
  expect(await two.client.holdUnits({ saleId: '1', buyerId: 'bob' })).toMatchObject({
    __typename: 'SoldOut',
  });
  await expect(two.client.confirmHold({ ...held, buyerId: 'bob' })).rejects.toThrow(/^No such hold/);
  expect(await two.client.releaseHold(held)).toMatchObject({ __typename: 'HoldReleased' });
  expect(await one.client.confirmHold(held)).toEqual({
    __typename: 'HoldEnded',
    state: 'RELEASED',
    message: 'The hold was released: its units are back on sale.',
  });
  expect(await one.client.hold(held.id)).toMatchObject({ state: 'RELEASED', orderId: null });
  await one.admin.pauseSale({ saleId: '1' });
  expect(await two.client.holdUnits({ saleId: '1', buyerId: 'bob' })).toMatchObject({
    __typename: 'SaleNotOpen',
    state: 'PAUSED',
  });
  await one.admin.openSale({ saleId: '1' });
});
