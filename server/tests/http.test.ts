import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';
import { tempDir, type TempDir } from './_util/temp-dir.ts';

const BODY = JSON.stringify({ query: '{ sale(id: 1) { stock } }' });

let lab: TestApp;
let dir: TempDir;
beforeAll(async () => {
  dir = await tempDir();
  await writeFile(join(dir.path, 'index.html'), '<title>the dashboard</title>');
  lab = await openTestApp({ clientDir: dir.path });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

interface Ask {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

async function ask(method: string, path: string, { headers = {}, body }: Ask = {}) {
  const sent = request(lab.app.url + path, { method, headers }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, allow: answer.headers.allow, text: await text(answer) };
}

test.each([
  ['PUT', '/', 'GET, HEAD'],
  ['POST', '/', 'GET, HEAD'],
  ['POST', '/compare', 'GET, HEAD'],
  ['DELETE', '/graphiql', 'GET, HEAD'],
  ['POST', '/health/live', 'GET, HEAD'],
  ['POST', '/health/ready', 'GET, HEAD'],
  ['DELETE', '/metrics', 'GET, HEAD'],
  ['HEAD', '/export/sales/1.csv', 'GET'],
  ['POST', '/export/sales/1.csv', 'GET'],
  ['OPTIONS', '/graphql', 'GET, POST'],
  ['DELETE', '/graphql', 'GET, POST'],
  ['TRACE', '/graphql', 'GET, POST'],
])('%s %s is answered 405, and with the methods there are', async (method, path, allow) => {
  const answer = await ask(method, path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  expect(answer).toMatchObject({ status: 405, allow });
});

test.each(['/', '/graphiql', '/health/live', '/health/ready', '/metrics'])(
  'HEAD %s is answered as GET, without a body',
  async (path) => {
    expect(await ask('HEAD', path)).toEqual({ status: 200, allow: undefined, text: '' });
    expect((await ask('GET', path)).status).toBe(200);
  },
);

test('a POST to nowhere is told where the API is', async () => {
  const answer = await ask('POST', '/graphq', { body: BODY });
  expect(answer).toMatchObject({ status: 404, text: expect.stringContaining('/graphql') });
});

test.each([
  'application/json-patch+json',
  'application/jsonp',
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;charset="iso-8859-1"',
])('a body of %s is answered 415, and with what to send', async (type) => {
  const answer = await ask('POST', '/graphql', { headers: { 'content-type': type }, body: BODY });
  expect(answer.status).toBe(415);
  expect(answer.text).toContain('JSON in UTF-8');
});

test.each(['application/json', 'Application/JSON ; Charset="UTF-8"', 'application/json;charset=utf8; a=b'])(
  'a body of %s is taken',
  async (type) => {
    const answer = await ask('POST', '/graphql', { headers: { 'content-type': type }, body: BODY });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('"stock":100') });
  },
);

test('a body that is compressed is answered 415, and told so', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = await ask('POST', '/graphql', { headers, body: gzipSync(BODY) });
  expect(answer.status).toBe(415);
  expect(answer.text).toContain('encoded (gzip): send it as it is');
});

test.each(['GET /health/live', 'POST /graphql'])('%s for two hosts is answered 400', async (line) => {
  const socket = connect(lab.app.port, lab.app.host);
  const hosts = `Host: ${lab.app.host}\r\nHost: elsewhere.example\r\n`;
  const rest = `Content-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
  socket.write(`${line} HTTP/1.1\r\n${hosts}${rest}`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request/);
});

/** What a server answers to these bytes, until it ends the connection. */
async function askRaw(bytes: Buffer | string): Promise<string> {
  const socket = connect(lab.app.port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

const post = (target: string, lines: readonly string[], body: Buffer | string = BODY): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `POST ${target} HTTP/1.1`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        ...lines,
      ].join('\r\n') + '\r\n\r\n',
    ),
    Buffer.from(body),
  ]);

test('a target that comes whole is its path, at the host that it names', async () => {
  const whole = `http://127.0.0.1:${lab.app.port}/graphql`;
  expect(await askRaw(post(whole, ['Host: 127.0.0.1']))).toContain('"stock"');
  expect(await askRaw(post('http://evil.example/graphql', ['Host: 127.0.0.1']))).toContain('HTTP/1.1 421');
});

test('a body that says that it is too large is refused before it is sent', async () => {
  const large = ['Host: 127.0.0.1', 'Content-Length: 5000000', 'Content-Type: application/json'];
  const answer = await askRaw(
    `POST /graphql HTTP/1.1\r\n${large.join('\r\n')}\r\nExpect: 100-continue\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 413 [^]*larger than 100000 bytes/);
  expect(await askRaw(post('/graphql', ['Host: 127.0.0.1', 'Expect: 100-continue']))).toMatch(
    /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /,
  );
});

test('a body that is not UTF-8 is refused, however it arrives', async () => {
  const body = Buffer.from(BODY.replace('}"', '} #\xff"'), 'latin1');
  for (const more of [[], ['X-More: a header that is not plain']])
    expect(await askRaw(post('/graphql', ['Host: 127.0.0.1', ...more], body))).toMatch(/ 400 [^]*not UTF-8/);
});

test('a parameter that is empty is one that is left out', async () => {
  const query = encodeURIComponent('{ sale(id: 1) { stock } }');
  const headers = { 'apollo-require-preflight': '1' };
  const answer = await ask('GET', `/graphql?operationName=&query=${query}&variables=&extensions=`, {
    headers,
  });
  expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('"stock"') });
});
