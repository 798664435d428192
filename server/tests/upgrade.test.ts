import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './_util/app.ts';
import { openRawSocket } from './_util/raw-socket.ts';

const H2C = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n';
const BODY = JSON.stringify({ query: '{ sale(id: 1) { stock } }' });

let lab: TestApp;
const open: Socket[] = [];
beforeAll(async () => {
  lab = await openTestApp();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});
afterAll(() => lab[Symbol.asyncDispose]());

async function connected(): Promise<Socket> {
  const socket = connect(lab.app.port, lab.app.host);
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** What comes until the server ends the connection. */
async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const get = (path: string, headers: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${lab.app.host}\r\n${headers}\r\n`;
const post = (headers: string, body = BODY): string =>
  `POST /graphql HTTP/1.1\r\nHost: ${lab.app.host}\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
const length = `Content-Length: ${BODY.length}\r\n`;

describe('a request that offers another protocol than WebSocket is answered as it stands:', () => {
  test.each<[string, () => string, string]>([
    ['GET', () => get('/health/live', H2C), '{"status":"ok"}'],
    [
      'GET of the API',
      () => get('/graphql?query=%7B__typename%7D', `apollo-require-preflight: 1\r\n${H2C}`),
      '"Query"',
    ],
    ['POST', () => post(length + H2C), '"stock":100'],
    [
      'POST in chunks',
      () =>
        post(`Transfer-Encoding: chunked\r\n${H2C}`, `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`),
      '"stock":100',
    ],
    [
      'one that is made up',
      () => get('/health/live', 'Connection: upgrade\r\nUpgrade: soup/1\r\n'),
      '{"status":"ok"}',
    ],
    [
      'two of them',
      () => get('/health/live', 'Connection: upgrade\r\nUpgrade: h2c, websocket\r\n'),
      '{"status":"ok"}',
    ],
  ])('%s', async (_what, request, words) => {
    const socket = await connected();
    socket.write(request());
    const answer = await readToEnd(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer).toContain(words);
  });

  test('a body that comes later, in two pieces', async () => {
    const socket = await connected();
    socket.write(post(length + H2C, ''));
    socket.write(BODY.slice(0, 9));
    socket.write(BODY.slice(9));
    expect(await readToEnd(socket)).toContain('"stock":100');
  });

  test('whoever sent more behind it learns that nothing of that was read', async () => {
    const socket = await connected();
    socket.write(post(length + H2C) + post(length));
    const answer = await readToEnd(socket);
    expect(answer.split('HTTP/1.1 200 OK').length).toBe(2);
    expect(answer.toLowerCase()).toContain('connection: close');
  });
});

test('this is no proxy: a CONNECT is cut off', async () => {
  const socket = await connected();
  socket.write(`CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: ${lab.app.host}\r\n\r\n`);
  expect(await readToEnd(socket)).toBe('');
});

test('one that asks for WebSocket gets it', async () => {
  using socket = await openRawSocket(lab.app.url);
  socket.subscribe('a', 'subscription { stats(saleId: "1") { stock } }');
  await socket.until(({ id, type }) => id === 'a' && type === 'next');
});
