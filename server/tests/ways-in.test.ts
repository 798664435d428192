import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './_util/app.ts';
import { openRawSocket } from './_util/raw-socket.ts';
import { runSql } from './_util/sql.ts';

/** Buys, fails, and would buy. */
const SEVERAL = `mutation Z($first: ID!, $last: ID!) {
  a: purchase(saleId: "1", buyerId: $first) { __typename }
  b: purchase(saleId: "1", buyerId: "") { __typename }
  c: purchase(saleId: "1", buyerId: $last) { __typename }
}`;

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}
type Send = (operation: Operation) => Promise<unknown>;

const post =
  (path: string): Send =>
  async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(lab.app.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json();
  };

const subscribe: Send = async (operation) => {
  using socket = await openRawSocket(lab.app.url);
  socket.send({ id: 'z', type: 'subscribe', payload: operation });
  const [answer] = await socket.until(({ id }) => id === 'z');
  return answer?.payload;
};

/** The lane, node:http and the socket. */
const WAYS: [string, Send][] = [
  ['POST', post('/graphql')],
  ['POST with a query string', post('/graphql?x=1')],
  ['WebSocket', subscribe],
];

describe('a mutation of three fields stops at the one that fails, whether its text is new or known:', () => {
  test.each(WAYS)('%s', async (name, send) => {
    const way = name.replaceAll(' ', '-');
    const times = [1, 2, 3];
    for (const time of times) {
      const variables = { first: `first-${way}.${time}`, last: `last-${way}.${time}` };
      const answer = await send({ query: SEVERAL, variables });
      expect(answer).toMatchObject({ data: null, errors: [{ path: ['b'] }] });
    }
    const { edges } = await lab.client.orders({ saleId: '1', first: 100 });
    const buyers = edges.map(({ node }) => node.buyerId).filter((buyer) => buyer.includes(`-${way}.`));
    expect(buyers.toSorted()).toEqual(times.map((time) => `first-${way}.${time}`));
  });
});

test.each(WAYS)(
  'what costs too much is refused, whether its text is new or known: %s',
  async (_way, send) => {
    const audits = Array.from({ length: 50 }, (_, index) => `a${index}: audit(saleId: "1") { verdict }`);
    for (const _ of [1, 2]) {
      const answer = JSON.stringify(await send({ query: `{ ${audits.join(' ')} }` }));
      expect(answer).toContain('This operation costs 20050 points, and 2000 are the most');
      expect(answer).toContain('"code":"GRAPHQL_VALIDATION_FAILED"');
      expect(JSON.stringify(await send({ query: `{ ${'__typename '.repeat(2_000)} }` }))).toContain(
        '"code":"GRAPHQL_PARSE_FAILED"',
      );
    }
  },
);

const ORDERS = 'query ($first: Int!) { orders(saleId: "1", first: $first) { totalCount } }';

test.each<[string, Operation]>([
  ['no GraphQL', { query: 'hello {' }],
  ['a field that is not there', { query: '{ nothing }' }],
  ['too much', { query: `{ ${'__typename '.repeat(2_000)} }` }],
  ['a name that is not there', { query: 'query A { health { status } }', operationName: 'B' }],
  ['two operations and no name', { query: 'query A { __typename } query B { __typename }' }],
  ['a variable that is missing', { query: ORDERS }],
  ['a variable that is none', { query: ORDERS, variables: { first: 'x' } }],
  ['an argument that is refused', { query: ORDERS, variables: { first: 0 } }],
  ['an operation of the admin', { query: 'mutation { syncRedis(saleId: "1") { id } }' }],
])(
  '%s is told in the same words and with the same code, whichever way it comes',
  async (_what, operation) => {
    const told = await Promise.all(WAYS.map(async ([, send]) => errorsOf(await send(operation))));
    expect(told[0]).toEqual([{ message: expect.any(String), code: expect.any(String) }]);
    for (const each of told) expect(each).toEqual(told[0]);
  },
);

test('a surprise is told without its words, whether its text is new or known, whichever way it comes', async () => {
  const rename = (from: string, to: string) =>
    runSql(lab.stores.databaseUrl, `ALTER TABLE ${from} RENAME TO ${to}`);
  const query = '{ sales { id } }';
  await rename('products', 'hidden');
  for (const _ of [1, 2, 3])
    for (const [, send] of WAYS)
      expect(await send({ query })).toMatchObject({
        data: null,
        errors: [
          { message: 'Internal error', path: ['sales'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ],
      });
  await rename('hidden', 'products');
  for (const [, send] of WAYS)
    expect(await send({ query })).toMatchObject({ data: { sales: [{ id: '1' }] } });
});

/** Over a socket what was not executed is answered with the errors alone. */
function errorsOf(answer: unknown): unknown {
  const { errors } = (Array.isArray(answer) ? { errors: answer } : answer) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return errors.map(({ message, extensions: { code } }) => ({ message, code }));
}
