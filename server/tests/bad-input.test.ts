import { request, type RequestOptions } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';
import { postGraphql } from './_util/graphql.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp({ allowedHosts: ['shop.example'] });
});
afterAll(() => lab[Symbol.asyncDispose]());

const PURCHASE = `mutation ($saleId: ID!, $buyerId: ID!, $quantity: Int! = 1, $strategy: PurchaseStrategy, $key: String) {
  purchase(saleId: $saleId, buyerId: $buyerId, quantity: $quantity, strategy: $strategy, idempotencyKey: $key) { __typename }
}`;
const GOOD = { saleId: '1', buyerId: 'ada' };

describe('a purchase with', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no such sale', { saleId: '999' }, /^No such sale\./],
    ['a sale id that is none', { saleId: "1'; DROP TABLE orders; --" }, /^No such sale\./],
    ['an empty buyer', { buyerId: '' }, /^buyerId is empty/],
    ['a buyer of 65 letters', { buyerId: 'a'.repeat(65) }, /^buyerId must be 1 to 64/],
    ['a buyer with markup', { buyerId: '<b>' }, /^buyerId must be/],
    ['quantity 0', { quantity: 0 }, /^quantity must be a whole number from 1 to 1000/],
    ['quantity -1', { quantity: -1 }, /^quantity must be/],
    ['quantity 1001', { quantity: 1_001 }, /^quantity must be a whole number from 1 to 1000/],
    ['quantity 2^31', { quantity: 2 ** 31 }, /quantity/],
    ['quantity 1.5', { quantity: 1.5 }, /quantity/],
    ['an unknown strategy', { strategy: 'HOPE' }, /strategy/],
    ['a key that is too short', { key: 'short' }, /^idempotencyKey must be 8 to 64/],
  ])('%s is refused with words that help, and nothing is sold', async (_what, change, words) => {
    const { body } = await postGraphql(lab.app.url, { query: PURCHASE, variables: { ...GOOD, ...change } });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.message).toMatch(words);
    expect(body.errors?.[0]?.extensions).toMatchObject({
      code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/),
    });
    expect((await lab.client.sale('1'))?.remaining).toBe(100);
  });
});

/** Of the answer to a request whose Host is not where it is sent to. */
function statusOf(options: RequestOptions, body = ''): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => resolve(answer.resume().statusCode));
    sent.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    sent.once('error', reject).end(body);
  });
}

describe('a request that is', () => {
  test.each<[string, string, Record<string, string>, number, RegExp]>([
    ['not JSON', '{"query": ', {}, 400, /^The body is not JSON/],
    [
      'not said to be JSON',
      'query={health{status}}',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      /Content-Type: application\/json/,
    ],
    ...['null', '5', '"x"', '{}'].map((body): [string, string, Record<string, string>, number, RegExp] => [
      `no more than ${body}`,
      body,
      {},
      400,
      /^Send a JSON object that holds an operation: \{"query"/,
    ]),
    ['without a query', '{"variables":{}}', {}, 400, /must contain a non-empty `query`/],
    [
      'nested 20,000 fields deep',
      JSON.stringify({ query: '{a'.repeat(20_000) }),
      {},
      400,
      /^The operation has more than 2000 words and signs, or is nested as deeply: ask for less/,
    ],
    ['a batch', '[{"query":"{health{status}}"}]', {}, 400, /batch/i],
    ['larger than the limit', JSON.stringify({ query: `# ${'x'.repeat(100_001)}` }), {}, 413, /larger than/],
    ['not GraphQL', '{"query":"hello {"}', {}, 400, /Syntax Error/],
    ['a query for what is not there', '{"query":"{ nothing }"}', {}, 400, /Cannot query field/],
  ])('%s gets a clear error', async (_what, body, headers, status, words) => {
    const answer = await postGraphql(lab.app.url, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.message).toMatch(words);
  });

  test.each<[string, unknown, RegExp]>([
    ['of another version', { version: 2, sha256Hash: 'a' }, /^Unsupported persisted query version/],
    ['that is no object', 'x', /^Unsupported persisted query version/],
    [
      'whose hash is that of another text',
      { version: 1, sha256Hash: 'a' },
      /^provided sha does not match query/,
    ],
  ])('a persisted query %s gets a clear error', async (_what, persistedQuery, words) => {
    const body = JSON.stringify({ query: '{ sales { id } }', extensions: { persistedQuery } });
    const answer = await postGraphql(lab.app.url, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      {
        message: expect.stringMatching(words),
        extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) },
      },
    ]);
  });

  test.each([
    ['evil.example', 421, 403],
    ['shop.example', 200, 101],
  ])('to the host %s is answered with %d, or %d by WebSocket', async (host, status, upgraded) => {
    const { hostname, port } = new URL(lab.app.url);
    const at = { hostname, port, headers: { host } };
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket' };
    const key = { 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const json = { host, 'content-type': 'application/json' };
    expect(await statusOf({ ...at, path: '/health/live' })).toBe(status);
    const posted = { ...at, path: '/graphql', method: 'POST', headers: json };
    expect(await statusOf(posted, '{"query":"{ health { status } }"}')).toBe(status);
    expect(await statusOf({ ...at, path: '/graphql', headers: { host, ...upgrade, ...key } })).toBe(upgraded);
  });
});

describe('an operation of the admin', () => {
  const OPERATIONS = {
    resetSale: 'mutation { resetSale(saleId: "1", stock: 1) { id } }',
    syncRedis: 'mutation { syncRedis(saleId: "1") { id } }',
    launchAttack: 'mutation { launchAttack(input: { saleId: "1", strategy: NO_LOCK }) { id } }',
    stopAttack: 'mutation { stopAttack(id: "x") { id } }',
  };
  test.each(Object.entries(OPERATIONS))(
    '%s without a token, or with a wrong one, is refused and does nothing',
    async (_name, query) => {
      const none = await postGraphql(lab.app.url, { query });
      expect(none.body.errors?.[0]).toMatchObject({
        message: expect.stringContaining('admin token'),
        extensions: { code: 'UNAUTHENTICATED' },
      });
      const wrong = await postGraphql(
        lab.app.url,
        { query },
        { authorization: 'Bearer wrong-token-wrong-token' },
      );
      expect(wrong.body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
      expect(await lab.client.sale('1')).toMatchObject({ stock: 100, epoch: 1 });
      expect(await lab.client.attacks({})).toEqual([]);
    },
  );

  test('with the token works', async () => {
    const { body } = await postGraphql(
      lab.app.url,
      { query: OPERATIONS.syncRedis },
      { authorization: `Bearer ${ADMIN_TOKEN}` },
    );
    expect(body).toEqual({ data: { syncRedis: { id: '1' } } });
  });
});

test('a subscription that is posted is told where to go', async () => {
  const { status, body } = await postGraphql(lab.app.url, {
    query: 'subscription { stats(saleId: "1") { orders } }',
  });
  expect(status).toBe(400);
  expect(body.errors?.[0]).toMatchObject({
    message: expect.stringContaining('WebSocket'),
    extensions: { code: 'BAD_REQUEST' },
  });
});

test('pages and intervals out of bounds are told', async () => {
  await expect(lab.client.orders({ saleId: '1', first: 0 })).rejects.toThrow(
    'first must be a whole number from 1 to 100',
  );
  await expect(lab.client.orders({ saleId: '1', after: 'x' })).rejects.toThrow(
    "after must be a page's endCursor",
  );
  const whole = Buffer.from(`1 ${'0'.repeat(36)}`).toString('base64url');
  await expect(lab.client.orders({ saleId: '1', after: `${whole}!` })).rejects.toThrow(
    "after must be a page's endCursor",
  );
  await expect(lab.client.orders({ saleId: '9' })).rejects.toThrow('No such sale');
  await expect(lab.client.attacks({ saleId: 'x' })).rejects.toThrow('No such sale');
  await expect(lab.client.audit('9')).rejects.toThrow('No such sale');
  await expect(lab.client.stats('9')).rejects.toThrow('No such sale');
  await expect(lab.client.watchStats({ saleId: '1', intervalMs: 5 }).next()).rejects.toThrow(
    'intervalMs must be',
  );
  await expect(lab.client.watchStats({ saleId: '9' }).next()).rejects.toThrow('No such sale');
});

test('a long text that was sent as a number is not repeated whole', async () => {
  const query = 'query ($first: Int!) { orders(saleId: "1", first: $first) { totalCount } }';
  const { body } = await postGraphql(lab.app.url, { query, variables: { first: 'x"\\'.repeat(4_000) } });
  const message = body.errors?.[0]?.message ?? '';
  expect(message).toMatch(/^Variable "\$first" got invalid value "x.*\.\.\."; Int cannot represent/s);
  expect(message.length).toBeLessThan(500);
  const inline = query.replace('$first)', `"${'y'.repeat(4_000)}")`).replace('($first: Int!)', '');
  const answer = await postGraphql(lab.app.url, { query: inline });
  expect(answer.body.errors?.[0]?.message.length).toBeLessThan(500);
});

test('a price above the list price is told of the price, which was sent', async () => {
  const { id } = await lab.admin.createProduct({
    input: { name: 'Lamp', priceCents: 100, listPriceCents: 200 },
  });
  await expect(lab.admin.updateProduct({ id, changes: { priceCents: 300 } })).rejects.toThrow(
    'priceCents would be above listPriceCents, which is 200: give that as well, 300 or more, or null for none.',
  );
  await lab.admin.updateProduct({ id, changes: { priceCents: 300, listPriceCents: null } });
});
