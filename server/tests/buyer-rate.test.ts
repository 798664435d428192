import { Redis } from 'ioredis';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createClient,
  type FlashSaleClient,
  type PurchaseResult,
  type PurchaseStrategy,
} from '../../sdk/index.ts';
import { createResources } from '../resources.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { freshStores } from './_util/stores.ts';

const SECRET = 'a secret of thirty-two characters or more';
const REQUESTS = 3;
const ONCE = { attemptsMax: 1 };

/** Two replicas on the same stores, whose buyers may ask three times in ten minutes; and one where it is once a second. */
const resources = createResources();
let a: TestApp;
let b: TestApp;
let quick: TestApp;
let saleId: string;
beforeAll(async () => {
  const stores = resources.own(await freshStores());
  const open = async (buyerRate: { requests: number; seconds: number }): Promise<TestApp> =>
    resources.own(await openTestApp({ auth: { jwtSecret: SECRET }, buyerRate }, stores));
  a = await open({ requests: REQUESTS, seconds: 600 });
  b = await open({ requests: REQUESTS, seconds: 600 });
  quick = await open({ requests: 1, seconds: 1 });
  saleId = (await a.admin.createSale({ input: { productId: '1', stock: 100, mode: 'LIVE' } })).id;
});
afterAll(() => resources[Symbol.asyncDispose]());

async function signIn(buyerId: string, { app }: TestApp): Promise<FlashSaleClient> {
  const jwt = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(buyerId).setExpirationTime('1h');
  const token = await jwt.sign(new TextEncoder().encode(SECRET));
  const client = createClient({ url: `${app.url}/graphql`, token });
  resources.defer(() => client.close());
  return client;
}

/** Half of them at each replica, all at once. */
async function askAtOnce(buyerId: string, times: number, strategy: PurchaseStrategy = 'REDIS_LUA') {
  const clients = await Promise.all([a, b].map((replica) => signIn(buyerId, replica)));
  const turns = Array.from({ length: times / 2 }, () => clients).flat();
  return Promise.all(turns.map((client) => client.purchase({ saleId, buyerId, strategy }, ONCE)));
}

const named = <Name extends PurchaseResult['__typename']>(ends: readonly PurchaseResult[], name: Name) =>
  ends.filter((end): end is Extract<PurchaseResult, { __typename: Name }> => end.__typename === name);

test('one buyer may ask so often, over all replicas, and is told when to come back; another is not kept waiting', async () => {
  const before = (await a.client.stats(saleId)).rejected;
  const ends = await askAtOnce('ada', 8);
  expect(named(ends, 'PurchaseConfirmed')).toHaveLength(REQUESTS);
  const refused = named(ends, 'Overloaded');
  expect(refused).toHaveLength(8 - REQUESTS);
  for (const { retryAfterMs, message } of refused) {
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(600_000);
    expect(message).toBe(`You ask too often, nothing was bought: ask again in ${retryAfterMs} ms.`);
  }
  expect(named(await askAtOnce('bob', 2), 'PurchaseConfirmed')).toHaveLength(2);
  await expect.poll(async () => (await a.client.stats(saleId)).rejected - before).toBe(refused.length);
});

test('holds count as purchases do, and end without being counted', async () => {
  const eve = await signIn('eve', a);
  const hold = () => eve.holdUnits({ saleId, buyerId: 'eve' }, ONCE);
  const held = await hold();
  if (held.__typename !== 'UnitsHeld') throw new Error(held.__typename);
  await eve.purchase({ saleId, buyerId: 'eve' }, ONCE);
  await hold();
  expect(await hold()).toMatchObject({
    __typename: 'Overloaded',
    message: expect.stringMatching(/^You ask too often, nothing was done/),
  });
  expect(await eve.confirmHold({ id: held.hold.id, buyerId: 'eve' })).toMatchObject({
    __typename: 'PurchaseConfirmed',
  });
});

test('buyers of LAB sales are not counted', async () => {
  const buying = Array.from({ length: REQUESTS + 2 }, () =>
    a.client.purchase({ saleId: '1', buyerId: 'ada', strategy: 'ROW_LOCK' }, ONCE),
  );
  for (const end of await Promise.all(buying)) expect(end.__typename).toBe('PurchaseConfirmed');
});

test('who comes back when told to is served', async () => {
  const kim = await signIn('kim', quick);
  const buying = [1, 2].map(() => kim.purchase({ saleId, buyerId: 'kim' }));
  for (const end of await Promise.all(buying)) expect(end.__typename).toBe('PurchaseConfirmed');
});

test('while Redis does not count, each replica does', async () => {
  const redis = new Redis(a.stores.redisUrl);
  resources.defer(() => redis.disconnect());
  await redis.acl('SETUSER', 'default', '-@scripting');
  try {
    const ends = await askAtOnce('joe', 10, 'ROW_LOCK');
    expect(named(ends, 'PurchaseConfirmed')).toHaveLength(2 * REQUESTS);
    expect(named(ends, 'Overloaded')).toHaveLength(10 - 2 * REQUESTS);
  } finally {
    await redis.acl('SETUSER', 'default', '+@scripting');
  }
});
