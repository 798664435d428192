import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';

const echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
let proxy: Proxy;
beforeAll(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await openProxy();
  proxy.lead((echo.address() as AddressInfo).port);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  echo.close();
});

const open = async (): Promise<Socket> => {
  const socket = connect(proxy.port, '127.0.0.1');
  await once(socket, 'connect');
  // Whoever cares for its fate listens too.
  return socket.on('error', () => undefined);
};
const answer = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  const [bytes] = await once(socket, 'data');
  return String(bytes);
};
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);
const fate = (socket: Socket): Promise<unknown> => once(socket, 'error').then(([error]) => codeOf(error));

test('bytes go to and fro', async () => {
  const socket = await open();
  expect(await answer(socket, 'one')).toBe('one');
  socket.destroy();
});

test('in a hole nothing arrives, and what was in it is reset when it ends', async () => {
  const socket = await open();
  expect(await answer(socket, 'one')).toBe('one');
  let heard = '';
  socket.on('data', (bytes) => (heard += String(bytes)));
  proxy.poison('hole');
  socket.write('two');
  const untouched = await open();
  proxy.poison('none');
  expect(await answer(untouched, 'three')).toBe('three');
  untouched.destroy();
  expect(heard).toBe('');
  socket.destroy();
});

test('the answer to one request is lost, and its connection with it', async () => {
  const [unlucky, lucky] = [await open(), await open()];
  const lost = proxy.loseReplyTo('buy');
  expect(await answer(lucky, 'look')).toBe('look');
  const end = fate(unlucky);
  unlucky.write('buy');
  await lost;
  expect(await end).toBe('ECONNRESET');
  expect(await answer(lucky, 'buy')).toBe('buy');
  lucky.destroy();
});

test('a store that is down refuses, and its address is the same when it is back', async () => {
  const { port } = proxy;
  await proxy.refuse();
  expect(await fate(connect(port, '127.0.0.1'))).toBe('ECONNREFUSED');
  await proxy.listen();
  const socket = await open();
  expect(await answer(socket, 'one')).toBe('one');
  socket.destroy();
});
