import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { createSchema } from '../graphql/schema.ts';
import { createLog } from '../log.ts';
import { createIdentity } from '../services/identity.ts';
import { ADMIN_TOKEN } from '../tests/_util/app.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { createApollo } from './apollo.ts';
import { createDirectExecution, type DirectExecution } from './direct-execution.ts';
import { openFastLane, type FastLane } from './fast-lane.ts';
import { createGraphqlHttp } from './graphql-http.ts';
import { closeGracefully, listen } from './listener.ts';
import { createRouter } from './router.ts';

const HOST = '127.0.0.1';
const QUERY = { query: '{ sale(id: 1) { id } }' };
/** Answered after a look at Postgres. */
const SLOW = { query: '{ sales { id } }' };

interface Place {
  readonly server: Server;
  readonly port: number;
  readonly lane: FastLane | undefined;
}

let stores: FreshStores;
let engine: Engine;
let open: (options?: { withLane?: boolean; hold?: () => Promise<void> }) => Promise<Place>;
let laned: Place;
let plain: Place;
/** Requests that node:http has made. */
let made = 0;
const places: Place[] = [];

beforeAll(async () => {
  stores = await freshStores();
  const log = createLog({ level: 'silent' });
  engine = await openEngine({ ...stores, log, targetUrl: () => 'http://127.0.0.1:9/graphql' });
  const schema = await createSchema();
  const apollo = createApollo(schema);
  await apollo.start();
  const execution = createDirectExecution(schema);
  open = async ({ withLane = true, hold } = {}) => {
    const direct: DirectExecution =
      hold === undefined
        ? execution
        : { execute: (request) => hold().then(() => execution.execute(request)) };
    const operations = { direct, services: engine.services, identity: createIdentity(ADMIN_TOKEN), log };
    const paths = { '/graphql': createGraphqlHttp({ ...operations, apollo }) };
    const server = createServer(createRouter({ host: HOST, clientDir: null, paths, log }));
    server.on('request', () => (made += 1));
    server.on('connection', () => server.emit('handed over'));
    const lane = withLane ? openFastLane(server, { ...operations, host: HOST }) : undefined;
    const place = { server, port: await listen(server, { host: HOST, port: 0 }), lane };
    places.push(place);
    return place;
  };
  laned = await open();
  plain = await open({ withLane: false });
});
beforeEach(() => (made = 0));
afterAll(async () => {
  await Promise.all(places.map(({ server, lane }) => closeGracefully(server, lane)));
  await engine[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

function post(body: unknown, headers: readonly string[] = [], text = JSON.stringify(body)): string {
  const own = [
    `Host: ${HOST}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return `POST /graphql HTTP/1.1\r\n${[...own, ...headers].join('\r\n')}\r\n\r\n${text}`;
}

/** A place that answers nothing until `go`. */
async function openHeld(): Promise<{ place: Place; arrived: Promise<void>; go: () => void }> {
  let go = (): void => undefined;
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (go = resolve));
  const place = await open({ hold: () => (arrive(), held) });
  return { place, arrived, go };
}

async function connected({ port }: Place): Promise<Socket> {
  const socket = connect(port, HOST);
  await once(socket, 'connect');
  return socket;
}

/** Reads until so many answers have come, or the server has ended the connection. */
async function answers(socket: Socket, count: number): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.split('HTTP/1.1 ').length > count && text.endsWith('\n')) break;
  }
  return text;
}

async function ask(place: Place, request: string, count = 1): Promise<string> {
  const socket = await connected(place);
  socket.write(request);
  const text = await answers(socket, count);
  socket.destroy();
  return text
    .replaceAll(/(x-request-id: |"requestId":")[0-9a-f-]+/g, '$1ID')
    .replaceAll(/Date: [^\r]+/g, 'Date: D');
}

describe('a plain operation', () => {
  test.each<[string, unknown, string[]?]>([
    ['a query', QUERY],
    ['a query that waits for a store', SLOW],
    [
      'letters beyond ASCII',
      { query: 'query ($id: ID!) { sale(id: $id) { id } }', variables: { id: 'größer' } },
    ],
    [
      'a mistake that can be mended',
      { query: 'mutation { purchase(saleId: 1, buyerId: "ö?") { __typename } }' },
    ],
    ['a token', QUERY, [`Authorization: Bearer ${ADMIN_TOKEN}`]],
    ['another type accepted', QUERY, ['Accept: application/graphql-response+json, application/json']],
  ])('is answered without node:http, as it would, to the letter: %s', async (_what, body, headers) => {
    const request = post(body, headers);
    const answer = await ask(laned, request);
    expect(made).toBe(0);
    expect(answer).toBe(await ask(plain, request));
    expect(answer).toContain('HTTP/1.1 200 OK');
  });

  test('answers come in the order of the questions, also when several arrive at once', async () => {
    const ids = [1, 2, 3, 4, 5, 6];
    const bodies = ids.map((id) => ({
      query: `{ a${id}: ${id % 2 === 0 ? 'sale(id: 1)' : 'sales'} { id } }`,
    }));
    const text = await ask(laned, bodies.map((body) => post(body)).join(''), 6);
    expect([...text.matchAll(/"a(\d)"/g)].map(([, id]) => Number(id))).toEqual(ids);
    expect(made).toBe(0);
  });

  test('a client that sends no more gets its answer first', async () => {
    const socket = await connected(laned);
    socket.end(post(SLOW));
    expect(await answers(socket, 2)).toContain('"sales"');
  });
});

describe('node:http answers on the same connection', () => {
  const chunked = post(QUERY, ['Transfer-Encoding: chunked']);
  test.each<[string, string, string]>([
    [
      'a GET',
      `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: ${HOST}\r\nx-apollo-operation-name: a\r\n\r\n`,
      '200',
    ],
    ['another path', `GET /nothing HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, '404'],
    ['a document that is no GraphQL', post({ query: 'hello {' }), '400'],
    ['a body that is no JSON', post(null, [], 'hello'), '400'],
    ['a body that is too long', post({ query: 'x'.repeat(120_000) }), '413'],
    ['another type', post(QUERY).replace('application/json', 'text/plain'), '415'],
    ['another host', post(QUERY).replace(`Host: ${HOST}`, 'Host: evil.example'), '421'],
    ['two lengths', post(QUERY, ['Content-Length: 3']), '400'],
    ['a length and chunks', chunked, '400'],
    ['a header over two lines', post(QUERY, ['X-A: b\r\n c']), '400'],
    ['a client that waits for leave to send', post(QUERY, ['Expect: 100-continue']), '100'],
    ['a connection that is not to be kept', post(QUERY, ['Connection: close']), '200'],
    ['a head without a host', post(QUERY).replace(`Host: ${HOST}\r\n`, ''), '400'],
    ['what is no HTTP', 'hello\r\n\r\n', '400'],
  ])('%s', async (_what, request, status) => {
    const answer = await ask(laned, request);
    expect(answer).toBe(await ask(plain, request));
    expect(answer).toContain(`HTTP/1.1 ${status}`);
  });

  test('a request that arrives in pieces, after one that did not, and all that follow', async () => {
    const socket = await connected(laned);
    socket.write(post(QUERY));
    await answers(socket, 1);
    const request = post(SLOW);
    socket.write(request.slice(0, 60));
    await once(laned.server, 'handed over');
    socket.write(request.slice(60));
    expect(await answers(socket, 1)).toContain('"sales"');
    socket.write(post(QUERY));
    expect(await answers(socket, 1)).toContain('"sale"');
    expect(made).toBe(2);
    socket.destroy();
  });

  test('what came behind a question that is not for the lane is answered after it', async () => {
    const text = await ask(laned, post(QUERY) + post({ query: '{ nothing }' }) + post(SLOW), 3);
    expect([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '400', '200']);
  });
});

test('a server that closes ends idle connections, and the others after the answer that is due', async () => {
  const { place, arrived, go } = await openHeld();
  const idle = await connected(place);
  const waiting = await connected(place);
  const ended = once(idle.resume(), 'end');
  waiting.write(post(SLOW));
  await arrived;
  const closed = closeGracefully(place.server, place.lane);
  await ended;
  go();
  const text = await answers(waiting, 2);
  expect(text).toContain('Connection: close');
  expect(text).toContain('"sales"');
  await closed;
});

test.each([true, false])('what is on its way at a close is answered, lane: %s', async (withLane) => {
  const place = await open({ withLane });
  const socket = await connected(place);
  const closed = closeGracefully(place.server, place.lane);
  await ask(place, post(QUERY));
  socket.write(post(QUERY));
  expect(await answers(socket, 1)).toMatch(/200 OK[^]*connection: close/i);
  await closed;
});

test('what waits for its turn stays what it was, whatever arrives elsewhere', async () => {
  const { place, arrived, go } = await openHeld();
  const socket = await connected(place);
  socket.write(post({ query: '{ first: sales { id } }' }) + post({ query: '{ second: sales { id } }' }));
  await arrived;
  await ask(laned, post({ query: `{ sales { ${'other: id '.repeat(100)} } }` }));
  const both = answers(socket, 2);
  go();
  expect(await both).toContain('"first"');
  expect(await both).toContain('"second"');
  socket.destroy();
});

test('a question that is found late to be for node:http is what it was, whatever arrived meanwhile', async () => {
  const { place, arrived, go } = await openHeld();
  const socket = await connected(place);
  const mistaken = { query: 'query ($id: ID!) { sale(id: $id) { id } }', variables: {} };
  socket.write(post(mistaken));
  await arrived;
  await ask(laned, post({ query: `{ sales { ${'other: id '.repeat(100)} } }` }));
  const answer = answers(socket, 1);
  go();
  expect(await answer).toContain('Variable \\"$id\\" of required type');
  expect(made).toBe(1);
  socket.destroy();
});

test('a client that reads none of its answers is read from no further', async () => {
  const place = await open();
  const accepted = once(place.server, 'connection');
  const socket = await connected(place);
  const [served] = (await accepted) as [Socket];
  const long = {
    query: '{ strategies { source why costs survives choose again: source oncemore: source } }',
  };
  socket.write(post(long).repeat(20_000));
  await expect.poll(() => served.writableNeedDrain).toBe(true);
  for (let times = 0; times < 20; times += 1) expect(await ask(place, post(QUERY))).toContain('HTTP/1.1 200');
  expect(served.writableLength).toBeLessThan(1_000_000);
  expect(served.bytesRead).toBeLessThan(1_000_000);
  socket.destroy();
});

test('a resolver that throws at once fails its request, and not the server', async () => {
  const place = await open({
    hold: () => {
      throw new Error('thrown at once');
    },
  });
  expect(await ask(place, post(QUERY), 1)).toContain('HTTP/1.1 500 Internal Server Error');
});

test('a closing server begins nothing that has not been answered', async () => {
  let go = (): void => undefined;
  let asked = 0;
  const place = await open({
    hold: () => {
      asked += 1;
      return new Promise((resolve) => (go = resolve));
    },
  });
  const socket = await connected(place);
  socket.write(post(SLOW) + post(SLOW));
  await expect.poll(() => asked).toBe(1);
  const closed = closeGracefully(place.server, place.lane);
  go();
  const text = await answers(socket, 3);
  expect(text.split('HTTP/1.1 200').length).toBe(2);
  expect(text).toContain('Connection: close');
  expect(asked).toBe(1);
  await closed;
});
