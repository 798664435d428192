import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { createSchema } from '../graphql/schema.ts';
import { createLog } from '../log.ts';
import { createIdentity } from '../services/identity.ts';
import { strategyNames } from '../strategies/index.ts';
import { packageRoot } from '../package-root.ts';
import { ADMIN_TOKEN } from '../tests/_util/app.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { createApollo } from './apollo.ts';
import { createDirectExecution } from './direct-execution.ts';
import { createGraphqlHttp } from './graphql-http.ts';
import { closeGracefully, listen } from './listener.ts';
import { sha256Of } from './operation-cache.ts';

const READY_MADE = 'query Sale($id: ID!) { sale(id: $id) { id stock } }';
const byHash = (sha256Hash: string, version = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
  variables: { id: '1' },
});

let stores: FreshStores;
let engine: Engine;
const servers: { server: Server; url: string }[] = [];
beforeAll(async () => {
  stores = await freshStores();
  const log = createLog({ level: 'silent' });
  engine = await openEngine({ ...stores, log, targetUrl: () => 'http://127.0.0.1:9/graphql' });
  const schema = await createSchema();
  const apollo = createApollo(schema, [READY_MADE]);
  await apollo.start();
  const base = { apollo, services: engine.services, identity: createIdentity(ADMIN_TOKEN), log };
  for (const direct of [createDirectExecution(schema, [READY_MADE]), null]) {
    const handle = createGraphqlHttp({ ...base, direct });
    const server = createServer((request, response) => void handle(request, response));
    servers.push({
      server,
      url: `http://127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0 })}/graphql`,
    });
  }
});
afterAll(async () => {
  await Promise.all(servers.map(({ server }) => closeGracefully(server)));
  await engine[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

/** Status, headers and body, without what differs between any two requests: ids, times and what takes its time. */
async function answerOf(url: string, body: string, headers: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = (await response.text())
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/"(latencyMs|createdAtMs|sequence|meanMs|maxMs|p\d+Ms)":[\d.e-]+/g, '"$1":0')
    .replaceAll(/"(at|createdAt|checkedAt)":"[^"]+"/g, '"$1":"T"');
  const kept = [...response.headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length'].includes(name),
  );
  return { status: response.status, headers: Object.fromEntries(kept), text };
}

/** Asked again and again: first it is interpreted, then compiled. */
async function expectSame(body: unknown, headers: Record<string, string>): Promise<void> {
  const ask = (server = servers[0]) => answerOf(server?.url ?? '', JSON.stringify(body), headers);
  const expected = await ask(servers[1]);
  for (const round of ['first', 'second', 'third'])
    expect({ round, ...(await ask()) }).toEqual({ round, ...expected });
}

/** The ready-made queries: they change nothing, so they may be asked as often as one likes. */
const folder = join(packageRoot, 'schema/operations-examples');
const examples = readdirSync(folder)
  .map((file): [string, string] => [file, readFileSync(join(folder, file), 'utf8')])
  .filter(([, text]) => /^query/m.test(text));

const purchase = (buyer: string, extra = '') =>
  `mutation { purchase(saleId: "1", buyerId: "${buyer}"${extra}) { __typename ... on PurchaseConfirmed { order { id createdAt createdAtMs strategy } latencyMs replayed } } }`;

describe('the answer without Apollo Server is the same to the letter:', () => {
  test.each<[string, unknown, Record<string, string>?]>([
    ['a query', { query: '{ sales { id stock product { name } } }' }],
    [
      'every field at once',
      {
        query:
          '{ health { status version } strategies { strategy source } products { id } stats(saleId: 1) { requests latency { p99Ms } at } }',
      },
    ],
    [
      'a named operation of two',
      { query: 'query A { sale(id: 1) { id } } query B { sales { id } }', operationName: 'B' },
    ],
    ['two operations and no name', { query: 'query A { sale(id: 1) { id } } query B { sales { id } }' }],
    ['a name that is not there', { query: 'query A { sale(id: 1) { id } }', operationName: 'Z' }],
    ['variables', { query: 'query ($id: ID!) { sale(id: $id) { id } }', variables: { id: '1' } }],
    ['a missing variable', { query: 'query ($id: ID!) { sale(id: $id) { id } }', variables: {} }],
    [
      'a variable of the wrong type',
      { query: 'query ($n: Int!) { orders(saleId: 1, first: $n) { totalCount } }', variables: { n: 'x' } },
    ],
    ['variables that are none', { query: '{ sales { id } }', variables: 'x' }],
    ['a purchase refused', { query: purchase('') }],
    ['a purchase of no such sale', { query: purchase('ada', ', quantity: 0') }],
    ['an admin operation without a token', { query: 'mutation { syncRedis(saleId: "1") { id } }' }],
    [
      'an admin operation with a wrong one',
      { query: 'mutation { syncRedis(saleId: "1") { id } }' },
      { authorization: 'Bearer x' },
    ],
    ['a null and an error beside it', { query: '{ sale(id: 9) { id } attacks(first: 0) { id } }' }],
    ['an audit of nothing', { query: '{ audit(saleId: 9) { verdict } }' }],
    ['a field that is not there', { query: '{ nothing }' }],
    ['no GraphQL', { query: 'hello {' }],
    ['an empty query', { query: '' }],
    ['no query', {}],
    ['extensions', { query: '{ sales { id } }', extensions: { a: 1 } }],
    ['a ready-made operation by its hash', byHash(sha256Of(READY_MADE))],
    ['the same with a bad variable', { ...byHash(sha256Of(READY_MADE)), variables: {} }],
    ['a hash of no known operation', byHash(sha256Of('{ sales { id } }'))],
    ['a hash of another version', byHash(sha256Of(READY_MADE), 2)],
    ['a text with the hash of another', { query: '{ sales { id } }', ...byHash(sha256Of(READY_MADE)) }],
    ['a batch', [{ query: '{ sales { id } }' }]],
    ['a subscription', { query: 'subscription { stats(saleId: 1) { epoch } }' }],
    ['introspection', { query: '{ __schema { queryType { name } } __typename }' }],
    [
      'another type accepted',
      { query: '{ sales { id } }' },
      { accept: 'application/graphql-response+json, application/json' },
    ],
    ['no type accepted that there is', { query: '{ sales { id } }' }, { accept: 'text/plain' }],
    [
      'a query of two purchases',
      {
        query:
          'mutation { a: purchase(saleId: 9, buyerId: "x") { __typename } b: purchase(saleId: 9, buyerId: "y") { __typename } }',
      },
    ],
  ])('%s', async (_what, body, headers = {}) => {
    await expectSame(body, headers);
  });

  test.each(examples)('%s', async (_file, query) => expectSame({ query }, {}));

  test.each(strategyNames)('a purchase by %s, and a replay of it', async (strategy) => {
    const [direct, apollo] = servers;
    const buyAtBoth = async () =>
      Promise.all(
        [direct, apollo].map((server, index) => {
          const key = `, strategy: ${strategy}, idempotencyKey: "key-${strategy}-${index}"`;
          return answerOf(server?.url ?? '', JSON.stringify({ query: purchase('ada', key) }), {});
        }),
      );
    const [bought, boughtByApollo] = await buyAtBoth();
    expect(bought).toEqual(boughtByApollo);

    // A stream may have written one of the two orders and not yet the other: what is asked twice happens once.
    let replays = await buyAtBoth();
    while (replays.some(({ text }) => text.includes('PurchasePending'))) replays = await buyAtBoth();
    expect(replays[0]).toEqual(replays[1]);
  });
});
