import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type FlashSaleClient } from '../../sdk/index.ts';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';

const SECRET = 'a secret of thirty-two characters or more';
let lab: TestApp;
/** On the same stores, and told of no key. */
let without: TestApp;
let saleId: string;
const clients: FlashSaleClient[] = [];
beforeAll(async () => {
  lab = await openTestApp({ auth: { jwtSecret: SECRET } });
  without = await openTestApp({}, lab.stores);
  saleId = (await lab.admin.createSale({ input: { productId: '1', stock: 10, mode: 'LIVE' } })).id;
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await without[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

function speakAs(token: string, { app }: TestApp = lab): FlashSaleClient {
  const client = createClient({ url: `${app.url}/graphql`, token });
  clients.push(client);
  return client;
}

async function signIn(buyerId: string): Promise<FlashSaleClient> {
  const jwt = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(buyerId).setExpirationTime('1h');
  return speakAs(await jwt.sign(new TextEncoder().encode(SECRET)));
}

test('who bought is shown to the admin and to each buyer for its own orders', async () => {
  const [ada, bob] = [await signIn('ada'), await signIn('bob')];
  for (const [client, buyerId] of [
    [ada, 'ada'],
    [bob, 'bob'],
  ] as const)
    expect(await client.purchase({ saleId, buyerId })).toMatchObject({ __typename: 'PurchaseConfirmed' });
  const buyersSeenBy = async (client: FlashSaleClient) =>
    (await client.orders({ saleId })).edges.map(({ node }) => node.buyerId);
  expect(await buyersSeenBy(lab.client)).toEqual(['hidden', 'hidden']);
  expect(await buyersSeenBy(ada)).toEqual(['hidden', 'ada']);
  expect(await buyersSeenBy(bob)).toEqual(['bob', 'hidden']);
  expect(await buyersSeenBy(lab.admin)).toEqual(['bob', 'ada']);
});

test('who is not recognised is told why', async () => {
  const reason = (client: FlashSaleClient) =>
    client.purchase({ saleId, buyerId: 'ada' }).then(String, (error: Error) => error.message);
  expect(await reason(lab.client)).toMatch(/LIVE: send your token/);
  expect(await reason(speakAs('abc.def.ghi'))).toMatch(/LIVE: that token is no good/);
  expect(await reason(lab.admin)).toMatch(/LIVE: the admin is no buyer/);
  for (const client of [without.client, speakAs('abc.def.ghi', without), speakAs(ADMIN_TOKEN, without)])
    expect(await reason(client)).toMatch(/this server knows no buyers.*AUTH_JWT_SECRET/);
});
