import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';
import { postGraphql } from './_util/graphql.ts';

let lab: TestApp;
let other: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
  other = await openTestApp({}, lab.stores);
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

const create = (input: Partial<Parameters<typeof lab.admin.createSale>[0]['input']> = {}, reason?: string) =>
  lab.admin.createSale({ input: { productId: '1', stock: 10, ...input }, ...(reason && { reason }) });
const buy = (app: TestApp, saleId: string, strategy: 'ROW_LOCK' | 'REDIS_LUA' = 'REDIS_LUA') =>
  app.client.purchase({ saleId, buyerId: 'ada', strategy }, { attemptsMax: 1 });
const inOneHour = () => new Date(Date.now() + 3_600_000).toISOString();
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

describe('products', () => {
  test('are created and changed; what is left out stays, null empties', async () => {
    const made = await lab.admin.createProduct({
      input: { name: 'Headphones', description: 'Over the ear', priceCents: 24_900, listPriceCents: 29_900 },
    });
    expect(made).toMatchObject({ name: 'Headphones', currency: 'USD', imageUrl: null });
    const changed = await lab.admin.updateProduct({
      id: made.id,
      changes: { priceCents: 19_900, description: null },
    });
    expect(changed).toMatchObject({
      name: 'Headphones',
      description: null,
      priceCents: 19_900,
      listPriceCents: 29_900,
    });
    expect((await other.client.products()).map(({ id }) => id)).toContain(made.id);
  });

  test('a change is told in the ledger of each of their sales', async () => {
    const { id } = await lab.admin.createProduct({ input: { name: 'Phone', priceCents: 1 } });
    const sale = await create({ productId: id });
    await lab.admin.updateProduct({ id, changes: { name: 'Phone 2' }, reason: 'typo' });
    const [latest] = (await lab.client.saleEvents({ saleId: sale.id })).edges;
    expect(latest?.node).toMatchObject({ kind: 'edit', actor: 'admin', reason: 'typo' });
    expect(JSON.parse(latest?.node.detail ?? '')).toEqual({ product: { name: 'Phone 2' } });
  });

  test.each<[string, object, RegExp]>([
    ['no name', { name: ' ' }, /^name must be 1 to 200/],
    ['a name with a NUL', { name: 'a\u0000b' }, /^name must be/],
    ['a negative price', { priceCents: -1 }, /^priceCents must be/],
    ['a list price below the price', { listPriceCents: 9 }, /^listPriceCents must be/],
    ['a currency that is none', { currency: 'usd' }, /^currency must be/],
    ['a picture elsewhere by script', { imageUrl: 'javascript:alert(1)' }, /^imageUrl must be/],
  ])('%s is refused', async (_what, change, words) => {
    const input = { name: 'Phone', priceCents: 10, ...change };
    await expect(lab.admin.createProduct({ input })).rejects.toThrow(words);
    await expect(
      lab.admin.updateProduct({ id: '1', changes: { priceCents: 10, ...change } }),
    ).rejects.toThrow(words);
  });

  test.each(['name', 'priceCents', 'currency'])('%s is not changed to null', async (name) => {
    await expect(lab.admin.updateProduct({ id: '1', changes: { [name]: null } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(new RegExp(`^${name} can't be null`)),
    });
  });

  test('there is none of that id', async () => {
    await expect(lab.admin.updateProduct({ id: '999', changes: {} })).rejects.toThrow(/^No such product/);
    await expect(create({ productId: '999' })).rejects.toThrow(/^No such product/);
    await expect(create({ productId: 'x' })).rejects.toThrow(/^No such product/);
  });
});

describe('a sale', () => {
  test('is created with its stock, its rules and its first row in the ledger', async () => {
    const sale = await create({ stock: 7, limitPerBuyer: 2, raceWindowMs: 1 }, 'launch');
    expect(sale).toMatchObject({
      mode: 'LAB',
      state: 'OPEN',
      stock: 7,
      remaining: 7,
      redisRemaining: 7,
      held: 0,
    });
    expect(sale).toMatchObject({ limitPerBuyer: 2, raceWindowMs: 1, epoch: 1, product: { id: '1' } });
    const { edges, totalCount } = await lab.client.saleEvents({ saleId: sale.id });
    expect(totalCount).toBe(1);
    expect(edges[0]?.node).toMatchObject({ kind: 'create', actor: 'admin', reason: 'launch', epoch: 1 });
    expect(await buy(other, sale.id)).toMatchObject({ __typename: 'PurchaseConfirmed', remaining: 6 });
  });

  test.each([
    ['SCHEDULED before its window', { opensAt: inOneHour() }, 'SCHEDULED'],
    ['OPEN within its window', { opensAt: anHourAgo(), closesAt: inOneHour() }, 'OPEN'],
    ['CLOSED after its window', { closesAt: anHourAgo() }, 'CLOSED'],
    ['SOLD_OUT without stock', { stock: 0 }, 'SOLD_OUT'],
  ] as const)('is %s, by the clock of the store', async (_what, window, state) => {
    const sale = await create(window);
    expect(sale.state).toBe(state);
    const end = await buy(lab, sale.id);
    if (state === 'OPEN') expect(end.__typename).toBe('PurchaseConfirmed');
    else if (state === 'SOLD_OUT') expect(end.__typename).toBe('SoldOut');
    else expect(end).toMatchObject({ __typename: 'SaleNotOpen', state });
  });

  test('is paused, opened and closed at once for every replica, each time told once', async () => {
    const sale = await create();
    await buy(other, sale.id);
    const turns = [
      ['pauseSale', 'PAUSED', 'SaleNotOpen'],
      ['openSale', 'OPEN', 'PurchaseConfirmed'],
      ['closeSale', 'CLOSED', 'SaleNotOpen'],
      ['openSale', 'OPEN', 'PurchaseConfirmed'],
    ] as const;
    for (const [turn, state, end] of turns) {
      expect(await lab.admin[turn]({ saleId: sale.id, reason: `${turn} it` })).toMatchObject({ state });
      expect(await lab.admin[turn]({ saleId: sale.id, reason: 'again' })).toMatchObject({ state });
      for (const app of [lab, other]) expect((await buy(app, sale.id, 'ROW_LOCK')).__typename).toBe(end);
    }
    const { edges } = await lab.client.saleEvents({ saleId: sale.id });
    expect(edges.map(({ node }) => `${node.kind} ${node.reason}`).toReversed()).toEqual([
      'create asked for',
      ...turns.map(([turn]) => `${turn.replace('Sale', '')} ${turn} it`),
    ]);
  });

  test('is not attacked while nobody could buy', async () => {
    const paused = await create();
    await lab.admin.pauseSale({ saleId: paused.id });
    const scheduled = await create({ opensAt: inOneHour() });
    for (const [{ id }, state] of [
      [paused, 'PAUSED'],
      [scheduled, 'SCHEDULED'],
    ] as const) {
      const launched = lab.admin.launchAttack({ saleId: id, strategy: 'ROW_LOCK', requests: 1 });
      await expect(launched).rejects.toThrow(new RegExp(`^The sale is ${state}.* Open it first`));
      expect(await lab.client.sale(id)).toMatchObject({ epoch: 1 });
    }
    expect(await lab.client.attacks({})).toEqual([]);
  });

  test('is not opened when its window is over, and nothing has changed then', async () => {
    const sale = await create({ closesAt: anHourAgo() });
    await expect(lab.admin.openSale({ saleId: sale.id })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await lab.client.saleEvents({ saleId: sale.id })).totalCount).toBe(1);
    const changes = { closesAt: inOneHour() };
    expect(await lab.admin.updateSale({ saleId: sale.id, changes })).toMatchObject({ state: 'OPEN' });
    expect((await buy(other, sale.id)).__typename).toBe('PurchaseConfirmed');
  });

  test('has its limit and window changed for every replica at once; what is left out stays', async () => {
    const sale = await create({ limitPerBuyer: 1 });
    await buy(lab, sale.id);
    expect((await buy(other, sale.id)).__typename).toBe('LimitReached');
    const raised = await lab.admin.updateSale({ saleId: sale.id, changes: { limitPerBuyer: 2 } });
    expect(raised).toMatchObject({ limitPerBuyer: 2, stock: 10, remaining: 9, raceWindowMs: 5 });
    expect((await buy(other, sale.id)).__typename).toBe('PurchaseConfirmed');
    await expect(lab.admin.updateSale({ saleId: sale.id, changes: { limitPerBuyer: 1 } })).rejects.toThrow(
      'One buyer has 2 units',
    );
    expect(await lab.admin.updateSale({ saleId: sale.id, changes: { limitPerBuyer: null } })).toMatchObject({
      limitPerBuyer: null,
    });
    const before = (await lab.client.saleEvents({ saleId: sale.id })).totalCount;
    await lab.admin.updateSale({ saleId: sale.id, changes: { limitPerBuyer: null, stock: 10 } });
    expect((await lab.client.saleEvents({ saleId: sale.id })).totalCount).toBe(before);
  });

  test.each<[string, object, RegExp]>([
    ['a stock below 0', { stock: -1 }, /^stock must be/],
    ['a limit of 0', { limitPerBuyer: 0 }, /^limitPerBuyer must be/],
    [
      'a window that ends before it begins',
      { opensAt: inOneHour(), closesAt: anHourAgo() },
      /^closesAt must be/,
    ],
    ['a race window of 2 s', { raceWindowMs: 2_000 }, /^raceWindowMs must be/],
    ['a year that is a slip', { opensAt: '0204-01-01T00:00:00Z' }, /^opensAt must be/],
  ])('with %s is refused', async (_what, change, words) => {
    const sale = await create();
    await expect(create(change)).rejects.toThrow(words);
    await expect(lab.admin.updateSale({ saleId: sale.id, changes: change })).rejects.toThrow(words);
    await expect(lab.admin.pauseSale({ saleId: sale.id, reason: 'x'.repeat(501) })).rejects.toThrow(
      /^reason must/,
    );
    expect(await lab.client.sale(sale.id)).toEqual(sale);
  });
});

test.each(['stock', 'raceWindowMs'])('%s of a sale is not changed to null', async (name) => {
  const sale = await create();
  const changes = { limitPerBuyer: 3, [name]: null };
  await expect(lab.admin.updateSale({ saleId: sale.id, changes })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: `${name} can't be null: leave it out, and it stays as it is.`,
  });
  expect(await lab.client.sale(sale.id)).toEqual(sale);
});

describe('every operation of the admin', () => {
  const OPERATIONS = [
    'createProduct(input: { name: "x", priceCents: 1 }) { id }',
    'updateProduct(id: "1", changes: { name: "x" }) { id }',
    'createSale(input: { productId: "1", stock: 1 }) { id }',
    'updateSale(saleId: "1", changes: { stock: 1 }) { id }',
    'openSale(saleId: "1") { id }',
    'pauseSale(saleId: "1") { id }',
    'closeSale(saleId: "1") { id }',
  ];
  test.each(OPERATIONS)('%s is refused without the token, and knows no sale 999999', async (operation) => {
    const { body } = await postGraphql(lab.app.url, { query: `mutation { ${operation} }` });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    const missing = operation.replace(/(id|saleId|productId): "1"/, '$1: "999999"');
    if (missing === operation) return;
    const admin = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await postGraphql(lab.app.url, { query: `mutation { ${missing} }` }, admin);
    expect(answer.body.errors?.[0]?.message).toMatch(/^No such (sale|product)/);
  });
});

describe('a reset with a resetId', () => {
  test('happens once, asked 20 times of two replicas at once', async () => {
    const sale = await create({ stock: 5 });
    await buy(lab, sale.id);
    const ask = (app: TestApp) => app.admin.resetSale({ saleId: sale.id, stock: 8, resetId: 'monday' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(index % 2 === 0 ? lab : other)),
    );
    expect(new Set(answers.map(({ epoch }) => epoch))).toEqual(new Set([2]));
    await buy(other, sale.id);
    expect(await ask(lab)).toMatchObject({ epoch: 2, stock: 8, remaining: 7 });
    expect(await lab.admin.resetSale({ saleId: sale.id, resetId: 'tuesday' })).toMatchObject({
      epoch: 3,
      stock: 8,
    });
    const kinds = (await lab.client.saleEvents({ saleId: sale.id })).edges.map(({ node }) => node.kind);
    expect(kinds.filter((kind) => kind === 'reset')).toHaveLength(2);
  });

  test('asked for another stock or race window than it put in place is refused, and nothing changes', async () => {
    const { id: saleId } = await create({ stock: 5 });
    const ask = (to: { stock?: number; raceWindowMs?: number }, app = lab) =>
      app.admin.resetSale({ saleId, resetId: 'monday', ...to });
    const reset = await ask({ raceWindowMs: 9 });
    await expect(ask({ stock: 6 }, other)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^The reset with this resetId is done, with stock 5 and not 6/),
    });
    await expect(ask({ raceWindowMs: 8 })).rejects.toThrow(/with raceWindowMs 9 and not 8/);
    for (const same of [{}, { stock: 5 }, { raceWindowMs: 9 }]) expect(await ask(same)).toEqual(reset);
    // What the sale was changed to later is not what the reset did.
    await lab.admin.updateSale({ saleId, changes: { stock: 6 } });
    await expect(ask({ stock: 6 })).rejects.toThrow(/with stock 5 and not 6/);
    expect(await ask({ stock: 5 })).toMatchObject({ epoch: 2, stock: 6 });
  });

  test('on another sale is another reset; a bad one is told', async () => {
    const [one, two] = await Promise.all([create(), create()]);
    await lab.admin.resetSale({ saleId: one.id, resetId: 'shared' });
    expect(await lab.admin.resetSale({ saleId: two.id, resetId: 'shared' })).toMatchObject({ epoch: 2 });
    await expect(lab.admin.resetSale({ saleId: one.id, resetId: '' })).rejects.toThrow(/^resetId must be/);
    await expect(lab.admin.resetSale({ saleId: '999999', resetId: 'x' })).rejects.toThrow(/^No such sale/);
  });
});
