import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { openRawSocket } from './_util/raw-socket.ts';

let lab: TestApp;
const lines: { level: number; msg: string }[] = [];
const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
beforeAll(async () => {
  const out = { write: (line: string) => void lines.push(JSON.parse(line)) };
  lab = await openTestApp({ log: createLog({ level: 'debug', out }) });
});
beforeEach(() => {
  lines.length = 0;
  printed.mockClear();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  printed.mockRestore();
});

const DEBUG = 20;

test('a client that hangs up in the middle of a body is worth a line for those who look for it', async () => {
  const socket = connect(lab.app.port, lab.app.host);
  await once(socket, 'connect');
  const head = `POST /graphql HTTP/1.1\r\nHost: ${lab.app.host}\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: 900\r\nExpect: 100-continue\r\n\r\n{`);
  await once(socket, 'data');
  socket.destroy();
  await expect.poll(() => lines.map(({ msg }) => msg)).toContain('a request was refused');
  expect(Math.max(...lines.map(({ level }) => level))).toBe(DEBUG);
});

test.each([
  { type: 'next', id: 'a', payload: { data: null } },
  { type: 'connection_ack' },
  { type: 'error', id: 'a', payload: [{ message: 'x' }] },
])('a socket whose client sends $type is closed with 4400, and nothing is printed', async (message) => {
  using raw = await openRawSocket(lab.app.url);
  const closed = once(raw.socket, 'close');
  raw.send(message);
  expect((await closed)[0]).toBe(4400);
  expect(printed).not.toHaveBeenCalled();
});

test('a socket whose client sends too much at once is closed with 1009, and nothing is printed', async () => {
  using raw = await openRawSocket(lab.app.url);
  const closed = once(raw.socket, 'close');
  raw.send({ type: 'ping', payload: { text: 'x'.repeat(200_000) } });
  expect((await closed)[0]).toBe(1009);
  expect(printed).not.toHaveBeenCalled();
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([[DEBUG, 'a socket broke the protocol']]);
});
