import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './_util/app.ts';
import { openRawSocket } from './_util/raw-socket.ts';

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
  readonly variables?: Record<string, string>;
}
type Send = (operation: Operation) => Promise<unknown>;

const post =
  (path: string): Send =>
  async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(lab.app.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json();
  };

const subscribe: Send = async ({ query, variables = {} }) => {
  using socket = await openRawSocket(lab.app.url);
  socket.subscribe('z', query, variables);
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
